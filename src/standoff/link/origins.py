"""Which independent text, and which agency, the words of a report go back to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from standoff.model import Span

Stretches = Mapping[str, Sequence[tuple[Span, str]]]


class Origins:
    """For each report (by id) the stretches that were copied, the stretches that an agency wrote or passed on, and the
    text that most of it is. Stretches of one report do not overlap.

    An origin is a report's id or, for a text that an agency sent out and that is not itself among the reports,
    ``agency:NAME/ID`` with the first report that carries it: two stories by one agency are two texts.

    >>> copied = {"d-2": [(Span(0, 40), "agency:Reuters/d-1")], "d-1": [(Span(10, 50), "agency:Reuters/d-1")]}
    >>> origins = Origins(copied, {"d-2": [(Span(0, 40), "Reuters")]})
    >>> origins.of("d-2", Span(5, 20)), origins.agency("d-2", Span(5, 20)), origins.of("d-2", Span(50, 60))
    ('agency:Reuters/d-1', 'Reuters', 'd-2')
    """

    def __init__(
        self,
        copied: Stretches | None = None,
        agencies: Stretches | None = None,
        mostly: Mapping[str, str] | None = None,
    ) -> None:
        self._copied = _sorted(copied)
        self._agencies = _sorted(agencies)
        self._mostly = dict(mostly or {})

    def of(self, report: str, span: Span) -> str:
        """The text that the words at ``span`` of ``report`` go back to: that of the stretch which holds their middle,
        else the report itself."""
        return _at(self._copied.get(report, ()), span) or report

    def agency(self, report: str, span: Span) -> str | None:
        """The agency or outlet that these words come from, by the credit of the report or of those that share them;
        None where they are the report's own. What two texts of one agency say is still said by one source."""
        return _at(self._agencies.get(report, ()), span)

    def mostly(self, report: str) -> str:
        """The origin of half or more of the words of ``report``; the report itself when there is none."""
        return self._mostly.get(report, report)

    def copied(self, report: str) -> tuple[tuple[Span, str], ...]:
        """The copied stretches of ``report`` in text order, with their origins."""
        return tuple(self._copied.get(report, ()))


def _sorted(stretches: Stretches | None) -> dict[str, list[tuple[Span, str]]]:
    return {report: sorted(found) for report, found in (stretches or {}).items()}


def _at(stretches: Sequence[tuple[Span, str]], span: Span) -> str | None:
    middle = (span.start + span.end) // 2
    at = bisect_right(stretches, middle, key=lambda stretch: stretch[0].start) - 1
    if at >= 0 and stretches[at][0].start <= middle < stretches[at][0].end:
        return stretches[at][1]
    return None
