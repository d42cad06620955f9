"""FHIR R4 Dosages → text in French or English, in the words that `parse` reads back to the same Dosages.

Source: FHIR R4 Dosage and Timing (https://hl7.org/fhir/R4/dosage.html, https://hl7.org/fhir/R4/datatypes.html#Timing).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from adapter.medication.dose_amount import quantity_of
from adapter.medication.posology.cycle_day import cycle_day, cycle_day_told
from adapter.medication.posology.rendered_words import WORDS, Words
from adapter.medication.product import Quantity
from adapter.medication.product import number as json_number
from adapter.terminology.unit_words import is_plural, number, unit

_TOLD = frozenset(
    (
        *("id", "extension", "sequence", "text", "patientInstruction", "additionalInstruction", "timing"),
        *("asNeededBoolean", "asNeededCodeableConcept", "site", "route", "doseAndRate"),
        *("maxDosePerPeriod", "maxDosePerAdministration"),
    )
)
_REPEAT = frozenset(
    (
        *("id", "extension", "boundsDuration", "boundsRange", "boundsPeriod", "frequency", "frequencyMax", "period"),
        *("periodMax", "periodUnit", "dayOfWeek", "timeOfDay", "when", "offset", "duration", "durationUnit"),
    )
)

_PER_WEIGHT = re.compile(r"^[^;]*/ ?(?:kg|m2|m²)$")  # how the dose was worked out
_WEIGHTS = ("/kg", "/m2", "/[lb_av]")
_IS_CONDITION = re.compile(r"(?:si|en cas|lors|après|avant|if|when|in case|after|before)\b|s['’]", re.IGNORECASE)
_BEFORE_BED = {"fr": "avant le coucher", "en": "before bedtime"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """text: the posology in words, "" for none; untold: FHIR paths of what has no words here and is not in the text."""

    text: str
    untold: tuple[str, ...] = ()


def rendered(dosages: Sequence[Mapping[str, Any]], lang: str = "fr") -> Rendered:
    """The Dosages of one treatment in words. Steps in time (`sequence`) follow each other, others hold together.

    What the structure says is told, `Dosage.text` is not repeated. An element without words here (a rate, an event, a
    modifier) is listed in `untold`, never left out in silence.
    """
    words = WORDS["en" if lang[:2].lower() == "en" else "fr"]
    untold: list[str] = []
    steps: dict[Any, list[_Dosage]] = {}
    for place, dosage in enumerate(dosages):
        one = _Dosage(dosage, words, f"dosage[{place}]", untold)
        steps.setdefault(dosage.get("sequence") if _is_stepwise(dosages) else None, []).append(one)
    said_in_order = [_together(steps[key], words) for key in sorted(steps, key=lambda key: key or 0)]
    pause = len(said_in_order) > 1 and not {"doseAndRate", "timing"} & _last_of(dosages).keys()
    text = words.then.join(said_in_order[:-1] if pause else said_in_order)
    return Rendered(f"{text}, {said_in_order[-1]}" if pause else text, tuple(untold))


def _together(told: Sequence["_Dosage"], words: Words) -> str:
    """Doses that hold at the same time: how long, when it is one for all, is told once; a need of the last alone stands
    before it, since after it it would be that of all."""
    lengths = {one.bounds() for one in told}
    needs = [one.need() for one in told]
    is_of_the_last = len(told) > 1 and needs[-1] and not any(needs[:-1])
    parts = [
        one.said(bounds=place == len(told) - 1 or len(lengths) > 1, need=not is_of_the_last)
        for place, one in enumerate(told)
    ]
    if is_of_the_last:
        parts[-1] = f"{needs[-1]} {parts[-1]}"
    return words.and_.join(filter(None, parts))


def _last_of(dosages: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The last step: that of a cycle is its pause, told in words alone, and no other posology."""
    return max(dosages, key=lambda dosage: dosage.get("sequence") or 0)


def _is_stepwise(dosages: Sequence[Mapping[str, Any]]) -> bool:
    return all("sequence" in dosage for dosage in dosages) and len({dosage["sequence"] for dosage in dosages}) > 1


class _Dosage:
    """One Dosage being told."""

    def __init__(self, dosage: Mapping[str, Any], words: Words, path: str, untold: list[str]) -> None:
        self.dosage = dosage
        self.words = words
        self.path = path
        self.untold = untold
        self.cycle_day = cycle_day_told(dosage.get("patientInstruction") or "")
        timing = dosage.get("timing") or {}
        self.repeat: Mapping[str, Any] = timing.get("repeat") or {}
        untold += [f"{path}.{key}" for key in dosage if key not in _TOLD]
        untold += [f"{path}.timing.{key}" for key in timing if key not in ("repeat", "id", "extension")]
        untold += [f"{path}.timing.repeat.{key}" for key in self.repeat if key not in _REPEAT]

    def said(self, *, bounds: bool = True, need: bool = True) -> str:
        parts = [self._dose(), *self._rhythm(), self._site()]
        parts += [self.bounds()] if bounds else []
        parts += [self.need()] if need else []
        sentence = " ".join(part for part in parts if part)
        day = [cycle_day(*self.cycle_day[:2], self.words.lang)] if self.cycle_day else []
        return ", ".join(part for part in (sentence, *day, *self._maxima(), *self._instructions()) if part)

    def _dose(self) -> str:
        rows = list(self.dosage.get("doseAndRate") or ())
        if len(rows) > 1 or any(key.startswith("rate") for row in rows for key in row):
            self.untold.append(f"{self.path}.doseAndRate")
            return ""
        for row in rows:
            between = row.get("doseRange") or {}
            low = row.get("doseQuantity") or between.get("low")
            high = row.get("doseQuantity") or between.get("high")
            return self._amount(low, high, f"{self.path}.doseAndRate[0]")
        return ""

    def _amount(self, low: Any, high: Any, path: str) -> str:
        """`1 à 2 comprimés`; units that differ or are not known are not told."""
        first, last = quantity_of(low) or _per_weight(low), quantity_of(high) or _per_weight(high)
        if first is None or last is None or first.unit != last.unit:
            self.untold.append(path)
            return ""
        lang = self.words.lang
        numbers = [number(json_number(value), lang) for value in dict.fromkeys((first.value, last.value))]
        counted, _, weight = first.unit.partition("/")
        name = unit(counted, is_plural(last.value, lang), lang) + (
            f"/{weight.removeprefix('[').removesuffix('_av]')}" if weight else ""
        )
        return f"{self.words.to.join(numbers)} {name}"

    def _rhythm(self) -> list[str]:
        repeat, words = self.repeat, self.words
        found = [self._frequency()]
        if days := repeat.get("dayOfWeek"):
            found.append(words.on_days + words.listed([words.days[day] for day in days]))
        if times := repeat.get("timeOfDay"):
            found.append(words.listed([words.clock.format(str(time)[:5]) for time in times]))
        if when := repeat.get("when"):
            found.append(self._moments(list(when)))
        if "duration" in repeat:
            found.append(words.lasting.format(self._time(repeat["duration"], repeat.get("durationUnit") or "")))
        return found

    def _moments(self, when: list[str]) -> str:
        words, offset = self.words, self.repeat.get("offset")
        if any(moment not in words.moments for moment in when):
            self.untold.append(f"{self.path}.timing.repeat.when")
            return ""
        if not offset:
            return words.listed([words.moments[moment] for moment in when])
        before_bed = {"HS": _BEFORE_BED[words.lang]}  # `1 heure au coucher` would not be read
        said = words.listed([{**words.moments, **before_bed}[moment] for moment in when])
        return f"{self._time(*((offset // 60, 'h') if offset % 60 == 0 else (offset, 'min')))} {said}"

    def _frequency(self) -> str:
        repeat, words = self.repeat, self.words
        if self.cycle_day and (repeat.get("period"), repeat.get("periodUnit")) == (self.cycle_day[1], "d"):
            return ""  # told by the day of the cycle
        if "period" not in repeat and "frequency" not in repeat:
            return ""
        period, unit_ = repeat.get("period"), repeat.get("periodUnit") or ""
        if period is None or unit_ not in words.time:
            self.untold.append(f"{self.path}.timing.repeat.period")
            return ""
        low, high = repeat.get("frequency", 1), repeat.get("frequencyMax")
        times = words.to.join(number(value, words.lang) for value in (low, high) if value is not None)
        if period == 1 and "periodMax" not in repeat:
            pattern = words.once_per if times == "1" else words.times_per
            return pattern.format(*([] if times == "1" else [times]), words.per[unit_])
        span = words.to.join(number(repeat[key], words.lang) for key in ("period", "periodMax") if key in repeat)
        every = words.every[unit_].format(span)
        return every if times == "1" else words.times_every.format(times, every)

    def _time(self, value: Any, unit_: str) -> str:
        words = self.words
        if unit_ not in words.time:
            self.untold.append(f"{self.path}.timing.repeat")
            return ""
        one, many = words.time[unit_]
        return f"{number(value, words.lang)} {many if is_plural(value, words.lang) else one}"

    def bounds(self) -> str:
        repeat, words = self.repeat, self.words
        if bounds := repeat.get("boundsDuration"):
            return words.during.format(
                self._time(bounds.get("value", 0), bounds.get("code") or bounds.get("unit") or "")
            )
        if bounds := repeat.get("boundsRange"):
            return self._bounds_range(bounds)
        bounds = repeat.get("boundsPeriod") or {}
        said = [words.from_day.format(words.day(bounds["start"]))] if bounds.get("start") else []
        said += [words.until_day.format(words.day(bounds["end"]))] if bounds.get("end") else []
        return " ".join(said)

    def _bounds_range(self, bounds: Mapping[str, Any]) -> str:
        low, high = bounds.get("low"), bounds.get("high")
        if high is None or (low is not None and low.get("code") != high.get("code")):
            self.untold.append(f"{self.path}.timing.repeat.boundsRange")
            return ""
        longest = self._time(high.get("value", 0), high.get("code") or high.get("unit") or "")
        if low is None:
            return self.words.at_most_during.format(longest)
        return self.words.during.format(f"{number(low.get('value', 0), self.words.lang)}{self.words.to}{longest}")

    def _site(self) -> str:
        """Site as written; route in words where its EDQM code has some, else as written."""
        site, route = self.dosage.get("site") or {}, self.dosage.get("route") or {}
        codes = [coding.get("code") for coding in route.get("coding") or ()]
        told = next((self.words.routes[code] for code in codes if code in self.words.routes), "") or _text(route)
        written = _text(site)
        return " ".join(said for said in (self.words.sites.get(written, written), told) if said)

    def need(self) -> str:
        concept = self.dosage.get("asNeededCodeableConcept")
        if concept:
            reason = _text(concept)
            if _IS_CONDITION.match(reason):  # `si douleur`, `en cas de gêne`: a condition as it stands
                return reason
            return self.words.if_reason.format(reason) if reason else self.words.as_needed
        return self.words.as_needed if self.dosage.get("asNeededBoolean") else ""

    def _maxima(self) -> list[str]:
        found = []
        if one := self.dosage.get("maxDosePerAdministration"):
            path = f"{self.path}.maxDosePerAdministration"
            found.append(self.words.at_most_once.format(self._amount(one, one, path)))
        if ratio := self.dosage.get("maxDosePerPeriod"):
            found.append(self._daily_maximum(ratio))
        return found

    def _daily_maximum(self, ratio: Mapping[str, Any]) -> str:
        path, per = f"{self.path}.maxDosePerPeriod", ratio.get("denominator") or {}
        if per.get("value") != 1 or (per.get("code") or per.get("unit")) != "d":
            self.untold.append(path)
            return ""
        top = ratio.get("numerator")
        return self.words.at_most_daily.format(self._amount(top, top, path))

    def _instructions(self) -> list[str]:
        instruction = self.cycle_day[2] if self.cycle_day else self.dosage.get("patientInstruction")
        said = [f"({instruction})" if _PER_WEIGHT.search(instruction) else instruction] if instruction else []
        return said + [_text(concept) for concept in self.dosage.get("additionalInstruction") or ()]


def _per_weight(told: Mapping[str, Any] | None) -> Quantity | None:
    """`5 mg/kg`: told in words, though it is no amount."""
    code = str((told or {}).get("code") or "")
    if told is None or told.get("value") is None or not code.endswith(_WEIGHTS):
        return None
    return Quantity(Decimal(str(told["value"])), code)


def _text(concept: Mapping[str, Any]) -> str:
    """A CodeableConcept as written, else the first display of its codes."""
    displays = (coding["display"] for coding in concept.get("coding") or () if coding.get("display"))
    return str(concept.get("text") or next(displays, ""))
