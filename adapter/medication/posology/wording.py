"""A Posology as one line that people read: what was understood, the amount a day, what was left."""

from collections.abc import Mapping
from typing import Any

from adapter.medication.posology.posology import Posology


def in_words(posology: Posology) -> str:
    """`2 x/d · 1 comprimé → 2 {tablet} a day [exact]`; the text itself is not repeated when all of it is understood."""
    doses = " + ".join(said for dosage in posology.dosages if (said := _dosage(dosage)))
    daily = posology.daily_dose.to_json() if posology.daily_dose else None
    parts = [doses or "nothing understood", _daily(daily), f"[{posology.confidence}]"]
    if posology.residue:
        parts.append("not understood: " + " | ".join(posology.residue))
    return f"{posology.text.strip()}  →  " + "; ".join(part for part in parts if part)


def _daily(daily: Mapping[str, Any] | None) -> str:
    if daily is None:
        return "no daily dose"
    value = daily["value"] if "value" in daily else f"{daily['min']} to {daily['max']}"
    interval = daily.get("interval")
    average = f" on average, every {interval['value']} {interval['unit']}" if interval else ""
    return f"{value} {daily['unit']} a day{average}"


def _dosage(dosage: Mapping[str, Any]) -> str:
    repeat = (dosage.get("timing") or {}).get("repeat") or {}
    as_needed = dosage.get("asNeededBoolean") or dosage.get("asNeededCodeableConcept")
    reason = f" ({as_needed['text']})" if isinstance(as_needed, dict) else ""
    parts = [_dose(dosage), _timing(repeat), "as needed" + reason if as_needed else "", _maximum(dosage)]
    return ", ".join(part for part in parts if part)


def _dose(dosage: Mapping[str, Any]) -> str:
    for row in dosage.get("doseAndRate") or ():
        if "doseQuantity" in row:
            return f"{row['doseQuantity']['value']} {row['doseQuantity']['unit']}"
        low, high = row["doseRange"]["low"], row["doseRange"]["high"]
        return f"{low['value']}-{high['value']} {high['unit']}"
    return ""


def _timing(repeat: Mapping[str, Any]) -> str:
    parts = []
    if "period" in repeat:
        times = f"{repeat['frequency']}" + (f"-{repeat['frequencyMax']}" if "frequencyMax" in repeat else "")
        period = f"{repeat['period']}" + (f"-{repeat['periodMax']}" if "periodMax" in repeat else "")
        parts.append(f"{times} x / {period} {repeat['periodUnit']}")
    parts.extend("+".join(repeat[key]) for key in ("when", "timeOfDay", "dayOfWeek") if key in repeat)
    if "boundsDuration" in repeat:
        parts.append(f"for {repeat['boundsDuration']['value']} {repeat['boundsDuration']['unit']}")
    if "boundsPeriod" in repeat:
        parts.append(f"until {repeat['boundsPeriod'].get('end', '…')}")
    return " ".join(parts)


def _maximum(dosage: Mapping[str, Any]) -> str:
    ratio = dosage.get("maxDosePerPeriod")
    return f"at most {ratio['numerator']['value']} {ratio['numerator']['unit']} a day" if ratio else ""
