"""The API against its own description: whatever the description allows, and whatever it forbids, is answered as it
says. No fault of ours, no status that is not described, no answer of another shape."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from litestar.testing import TestClient
from litestar.types import ASGIApp
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from standoff.present.web.app import build
from standoff.present.web.desk import Desk
from standoff.present.web.security import Launch
from standoff.store import Store

TOKEN = "a-token-for-the-tests"
AUTHORIZED = {"authorization": f"Bearer {TOKEN}"}
#: schemathesis asks in process, under this name.
HOST = "testserver"
#: Requests of each mode for each address: bounded, and the same ones every time.
EXAMPLES = 8


@pytest.fixture
def api(path: Path) -> ASGIApp:
    """The desk over a small store, with judgements in it so that their lists have something to say."""
    with Store.open(path) as store:
        record = next(iter(store.statements()))[1].id
        judged = store.judge("act", record, value="DENY", author="Ana", time="2031-05-01T12:00:00Z", reason="plain")
        store.judge("undo", judged.id, author="Ben", time="2031-05-01T12:01:00Z")
    return build(Desk(str(path), "Ana"), Launch(port=80, token=TOKEN, hosts=(HOST,)))


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_is_as_described(api: ASGIApp, mode: GenerationMode) -> None:
    described = schemathesis.openapi.from_asgi("/api/schema/openapi.json", api, headers=AUTHORIZED)

    @described.auth()
    class Token:
        def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
            return AUTHORIZED["authorization"]

        def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
            case.headers["authorization"] = data

    asked, wrong = 0, []
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def check(case: schemathesis.Case) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate()

        try:
            check()
        except Unsatisfiable:  # nothing can be asked wrongly there
            continue
        except FailureGroup as group:
            wrong.append(f"{operation.label}: {group.exceptions[0]}")
    assert not wrong, "\n\n".join(wrong)
    assert asked > 100


def test_nothing_is_answered_to_a_stranger(api: ASGIApp) -> None:
    """Each address and method of the description asks for the token."""
    with TestClient(api, base_url=f"http://{HOST}") as client:
        described = client.get("/api/schema/openapi.json", headers=AUTHORIZED).json()
        for path, methods in described["paths"].items():
            for method in methods:
                address = path.replace("{identity}", "x")
                assert client.request(method, address, json={}).status_code == 401, (method, path)
