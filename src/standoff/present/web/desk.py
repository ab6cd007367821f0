"""What every page needs: the store for the time of one request, and what was asked for in the address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import ClientException, NotFoundException
from msgspec import Struct

from standoff.store import Filter, FindingFilter, Store
from standoff.store.query import OWN, ROLES

#: Rows of a list on one page.
ROWS = 50
#: Fields of a filter that an address may give, for every kind of record; :data:`OWN` has those of one kind.
COMMON = ("text", "actor", "role", "since", "until", "report")


class Desk(Struct, frozen=True):
    """One store, opened anew for each request, and the person who works at it (the author of judgements). ``guessed``
    says that nobody gave the name: it is who is logged in."""

    path: str
    author: str
    guessed: bool = False

    @property
    def name(self) -> str:
        return Path(self.path).name

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store, read only: a coding run may write meanwhile."""
        with Store.open(self.path, create=False, read_only=True) as store:
            yield store


def desk_of(request: Request[object, object, State]) -> Desk:
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


class Asked(Struct, frozen=True):
    """What an address asks for: the path, and those of its fields that are not empty."""

    path: str
    given: Mapping[str, str]

    def link(self, **changes: str | None) -> str:
        """The same address with other fields; a change of what is listed goes back to the first page."""
        kept = {**self.given, **({} if "after" in changes else {"after": None}), **changes}
        fields = urlencode([(name, value) for name, value in kept.items() if value])
        return f"{self.path}?{fields}" if fields else self.path

    def at(self, path: str) -> Asked:
        """The same questions at another address."""
        return Asked(path, self.given)

    def get(self, name: str) -> str:
        return self.given.get(name, "")

    def any(self, names: Iterable[str]) -> bool:
        """Whether any of these fields is given."""
        return any(name in self.given for name in names)

    def filters(self) -> Mapping[str, str]:
        """What narrows the list, without the page it is at."""
        return {name: value for name, value in self.given.items() if name != "after"}


def asked(request: Request[object, object, State], *fields: str) -> Asked:
    """Those of ``fields`` that the address gives, trimmed; the last one counts where one is given twice."""
    given = {name: value.strip() for name, value in request.query_params.items() if name in (*fields, "after")}
    return Asked(request.url.path, {name: value for name, value in given.items() if value})


@contextmanager
def refusing() -> Iterator[None]:
    """Turn a filter that the store refuses into a 400 that says why, and a cursor that is none into a 404."""
    try:
        yield
    except (ValueError, OverflowError) as error:
        if str(error).startswith("after:") or isinstance(error, OverflowError):
            raise NotFoundException("no list has this page") from error
        raise ClientException(str(error)) from error


#: Fields of a filter on findings that an address may give.
FINDING_FIELDS = ("about", "actor", "role", "standing", "type", "legs", "since", "until", "report", "order")


def finding_filter(want: Asked, *fields: str, limit: int | None = ROWS + 1) -> FindingFilter:
    """The store's filter on findings by those of ``fields`` (else all) that the address gives; to be made inside
    :func:`refusing`."""
    given: dict[str, Any] = {k: v for k, v in want.given.items() if k in (*(fields or FINDING_FIELDS), "after")}
    if "legs" in given:
        given["legs"] = int(given["legs"])
    return FindingFilter(**given, limit=limit)


def fields_of(kind: str) -> tuple[str, ...]:
    """The fields by which records of ``kind`` are filtered."""
    return (*COMMON, *OWN.get(kind, ()))


def filter_of(want: Asked, kind: str, *, limit: int | None = ROWS + 1) -> Filter:
    """The store's filter for an address; to be made inside :func:`refusing`."""
    given = {name: value for name, value in want.given.items() if name in (*fields_of(kind), "after")}
    if given.get("role") not in ROLES.get(kind, ()):
        given.pop("role", None)
    return Filter(**given, limit=limit)  # type: ignore[arg-type]  # the fields are those of :func:`fields_of`
