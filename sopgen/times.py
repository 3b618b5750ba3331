"""How long an SOP takes, who carries the load, how often the work changes hands.

Times are working minutes: a day of any kind counts as one working day of 8 hours, a week as 7 days. The
time of a row with a chain of symbols is shared evenly among them. Branches that run at the same time
count once, by the longest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sopgen.bahasa import Durasi, durasi
from sopgen.flow import Edge, Flow
from sopgen.model import Kegiatan, Simbol, Sop
from sopgen.paths import Ways, ends, starts, ways

DAY = 480
"""Working minutes of a day."""

_CALENDAR_DAY = 1440
_MARK = re.compile(r"(?:mulai|start|awal|selesai|finish|end|akhir)\W*", re.IGNORECASE)
_TOTAL = re.compile(r"\s*(sub ?)?(total|jumlah)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Path:
    """A way from the start to the end: its time in working minutes and the symbols of its longest strand.

    `loops` is how many returns its time includes, each taken once.
    """

    minutes: float
    symbols: tuple[int, ...]
    loops: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What an executor does: how many symbols there are of his, and his working minutes on the usual way."""

    executor: str
    symbols: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Times:
    """The three ways through an SOP, None where no way ends; and the usual one by executor.

    On the usual way every decision takes the branch written first, unless that one only leads back.
    `handoffs` counts how often work passes from one executor to another there. `untimed` are the rows whose
    time can't be counted, `each` those whose time holds for one item: row, and the item.
    """

    shortest: Path | None
    usual: Path | None
    longest: Path | None
    loads: tuple[Load, ...]
    handoffs: Mapping[tuple[str, str], int]
    untimed: tuple[int, ...]
    each: tuple[tuple[int, str], ...]


def times(sop: Sop, flow: Flow) -> Times:
    """The times of an SOP along its flow."""
    spans = [durasi(row.mutu_baku.waktu or "") for row in sop.kegiatan]
    found = ways(flow)
    low, middle, high = (_weights(flow, spans, of) for of in (_low, _middle, _high))
    usual = _best(flow, found, middle, _first)
    used, taken = _taken(flow, found, usual)
    timed = [
        row for row, kegiatan in enumerate(sop.kegiatan) if not (is_total(kegiatan) or is_mark(kegiatan))
    ]
    return Times(
        shortest=_path(flow, _best(flow, found, low, _shorter)),
        usual=_path(flow, usual),
        longest=_longest(flow, found, high),
        loads=_loads(flow, used, middle),
        handoffs=_handoffs(flow, taken),
        untimed=tuple(row for row in timed if spans[row] is None),
        each=tuple((row, span.per) for row in timed if (span := spans[row]) is not None and span.per),
    )


def is_total(kegiatan: Kegiatan) -> bool:
    """Whether a row is no kegiatan but the printed total of those above it."""
    return not kegiatan.langkah and bool(_TOTAL.match(kegiatan.uraian or ""))


def is_mark(kegiatan: Kegiatan) -> bool:
    """Whether a row is no kegiatan but marks an end of the flow: `Mulai`, `Selesai`."""
    return bool(_MARK.fullmatch((kegiatan.uraian or "").strip()))


def working_minutes(span: Durasi) -> tuple[float, float]:
    """The shortest and the longest of a time in working minutes."""
    return _low(span), _high(span)


def in_words(minutes: float) -> str:
    """Working minutes as people say them: `2 hari 3 jam 20 menit`."""
    days, rest = divmod(round(minutes), DAY)
    hours, rest = divmod(rest, 60)
    parts = [f"{count} {unit}" for count, unit in ((days, "hari"), (hours, "jam"), (rest, "menit")) if count]
    return " ".join(parts) or "0 menit"


def _low(span: Durasi) -> float:
    return _working(span.terpendek, span.hari_kerja)


def _high(span: Durasi) -> float:
    return _working(span.terpanjang, span.hari_kerja)


def _middle(span: Durasi) -> float:
    return (_low(span) + _high(span)) / 2


def _working(minutes: float, hari_kerja: bool) -> float:
    return minutes if hari_kerja or minutes < _CALENDAR_DAY else minutes * DAY / _CALENDAR_DAY


def _weights(flow: Flow, spans: Sequence[Durasi | None], of: Callable[[Durasi], float]) -> list[float]:
    """The minutes of each symbol: its share of its row's."""
    links = Counter(symbol.row for symbol in flow.symbols)
    return [of(span) / links[s.row] if (span := spans[s.row]) else 0.0 for s in flow.symbols]


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is left from a symbol to the end: minutes, and the edge that the longest strand goes on with."""

    minutes: float
    edge: Edge | None


_Open = tuple[float, Edge]


def _first(ways_on: list[_Open]) -> _Open:
    return ways_on[0]


def _shorter(ways_on: list[_Open]) -> _Open:
    return min(ways_on, key=itemgetter(0))


def _longer(ways_on: list[_Open]) -> _Open:
    return max(ways_on, key=itemgetter(0))


def _best(
    flow: Flow, found: Ways, weights: Sequence[float], choice: Callable[[list[_Open]], _Open]
) -> dict[int, _Rest]:
    """For every symbol from which an end can be had without going back: what is left.

    `choice` is how a decision is taken; where all edges are taken at once the longest counts.
    """
    rests: dict[int, _Rest] = {}
    stops = set(ends(flow, found))
    for symbol in reversed(found.order):
        if symbol in stops:
            rests[symbol] = _Rest(weights[symbol], None)
            continue
        left = [(rests[e.target].minutes, e) for e in found.onward(symbol) if e.target in rests]
        if left:
            decides = flow.symbols[symbol].kind is Simbol.KEPUTUSAN
            minutes, edge = choice(left) if decides else _longer(left)
            rests[symbol] = _Rest(weights[symbol] + minutes, edge)
    return rests


def _path(flow: Flow, rests: Mapping[int, _Rest], loops: Mapping[int, int] | None = None) -> Path | None:
    """The way of the start that takes longest."""
    begun = [symbol for symbol in starts(flow) if symbol in rests]
    if not begun:
        return None
    symbol = max(begun, key=lambda index: rests[index].minutes)
    minutes, strand = rests[symbol].minutes, [symbol]
    while edge := rests[strand[-1]].edge:
        strand.append(edge.target)
    return Path(minutes, tuple(strand), sum((loops or {}).get(index, 0) for index in strand))


def _longest(flow: Flow, found: Ways, weights: Sequence[float]) -> Path | None:
    """The longest way on which every decision that can send back does so once."""
    ending = _best(flow, found, weights, _longer)
    heavier, loops = list(weights), dict[int, int]()
    at = {symbol: place for place, symbol in enumerate(found.order)}

    @cache
    def ahead(symbol: int) -> dict[int, float]:
        return _ahead(found, weights, symbol, found.order[at[symbol] :])

    for symbol, kind in enumerate(s.kind for s in flow.symbols):
        if kind is Simbol.KEPUTUSAN:
            sent = [edge for edge in found.exits[symbol] if edge in found.back or edge.target not in ending]
            rounds = [minutes for edge in sent if (minutes := _round(found, edge, ahead)) is not None]
            heavier[symbol] += sum(rounds)
            loops[symbol] = len(rounds)
    return _path(flow, _best(flow, found, heavier, _longer), loops)


def _round(found: Ways, edge: Edge, ahead: Callable[[int], Mapping[int, float]]) -> float | None:
    """The minutes of following an edge and coming back to its source, going back once; None if never."""
    first = ahead(edge.target)
    home = [first[edge.source]] if edge.source in first else []
    if edge not in found.back:
        home += [
            first[back.source] + ahead(back.target)[edge.source]
            for back in found.back
            if back.source in first and edge.source in ahead(back.target)
        ]
    return max(home, default=None)


def _ahead(found: Ways, weights: Sequence[float], symbol: int, order: Sequence[int]) -> dict[int, float]:
    """The minutes of the longest way from a symbol to each that lies ahead of it, both ends included."""
    far = {symbol: weights[symbol]}
    for here in order:
        for edge in found.onward(here) if here in far else ():
            far[edge.target] = max(far[here] + weights[edge.target], far.get(edge.target, 0.0))
    return far


def _taken(flow: Flow, found: Ways, rests: Mapping[int, _Rest]) -> tuple[frozenset[int], tuple[Edge, ...]]:
    """The symbols and the edges of the usual way, every strand of it."""
    used = {symbol for symbol in starts(flow) if symbol in rests}
    taken: list[Edge] = []
    for symbol in found.order:
        if symbol in used:
            edge = rests[symbol].edge if flow.symbols[symbol].kind is Simbol.KEPUTUSAN else None
            edges = [edge] if edge else [e for e in found.onward(symbol) if e.target in rests]
            taken += edges
            used.update(e.target for e in edges)
    return frozenset(used), tuple(sorted(taken, key=lambda edge: (edge.source, edge.target)))


def _loads(flow: Flow, used: Iterable[int], weights: Sequence[float]) -> tuple[Load, ...]:
    shares = [(flow.symbols[index].columns, weights[index]) for index in sorted(used)]
    return tuple(
        Load(
            executor,
            sum(column in symbol.columns for symbol in flow.symbols),
            sum(minutes for columns, minutes in shares if column in columns),
        )
        for column, executor in enumerate(flow.executors)
    )


def _handoffs(flow: Flow, taken: Iterable[Edge]) -> dict[tuple[str, str], int]:
    """How often work goes from one hand to another, by who gives and who takes; joint hands are one."""

    def hands(columns: Sequence[int]) -> str:
        return " + ".join(flow.executors[column] for column in columns)

    return dict(
        Counter(
            (hands(giver), hands(taker))
            for edge in taken
            for giver, taker in ((flow.symbols[edge.source].columns, flow.symbols[edge.target].columns),)
            if not set(taker) <= set(giver)
        )
    )


def account(sop: Sop, flow: Flow, found: Times) -> dict[str, Any]:
    """The times as plain data, for `sopgen stats` and for other programs; minutes are working minutes."""
    ways_through = {"shortest": found.shortest, "usual": found.usual, "longest": found.longest}
    return {
        "judul": sop.judul,
        "nomor": sop.nomor,
        "paths": {name: path and _path_account(flow, path) for name, path in ways_through.items()},
        "pelaksana": [
            {"nama": load.executor, "symbols": load.symbols, "minutes": _round_off(load.minutes)}
            for load in found.loads
        ],
        "handoffs": [
            {"from": giver, "to": taker, "count": count} for (giver, taker), count in found.handoffs.items()
        ],
        "standar_pelayanan": sop.standar_pelayanan and _promise_account(sop.standar_pelayanan, found),
        "undrawn": [
            row + 1
            for row, kegiatan in enumerate(sop.kegiatan)
            if not kegiatan.langkah and not is_total(kegiatan)
        ],
        "untimed": [row + 1 for row in found.untimed],
        "each": [{"langkah": row + 1, "item": item} for row, item in found.each],
    }


def _path_account(flow: Flow, path: Path) -> dict[str, Any]:
    rows = dict.fromkeys(flow.symbols[symbol].row + 1 for symbol in path.symbols)
    return {"minutes": _round_off(path.minutes), "langkah": list(rows), "loops": path.loops}


def _promise_account(written: str, found: Times) -> dict[str, Any]:
    span = durasi(written)
    promised = _high(span) if span else None
    kept = {
        name: path.minutes <= promised if path and promised is not None else None
        for name, path in (("usual", found.usual), ("longest", found.longest))
    }
    return {"text": written, "minutes": promised and _round_off(promised), "kept": kept}


def _round_off(minutes: float) -> float:
    return round(minutes, 2)
