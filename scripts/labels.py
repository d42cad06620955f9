"""How well labels are identified: real pharmacy labels with their CIP13 against the composition behind it.

    python scripts/labels.py LABELS.tsv [--wrong] [--half 0|1] [--damaged] [--checks]

Prints for all labels whose CIP13 is known, and for each half (by a hash of the substances, so that no substance is in
both): substances right, + strength, + form and release, over all and among the accepted; and how many are accepted.
--wrong lists what is accepted and wrong, and what is not accepted. --damaged damages each label in five ways (a letter
lost, two exchanged, one replaced, cut short, a word lost) and counts what is accepted all the same, and wrong. --checks
holds each label against its own code and counts the issues: all but products that have ended are false alarms.
"""

import csv
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from adapter.fhir.canonical import CIP
from adapter.medication.contents import contents, form_class, substances_of
from adapter.medication.drugs.current import current
from adapter.medication.identification import Answer, identify
from adapter.medication.identity import Resolution, resolve
from adapter.medication.product import Product


class Judged(NamedTuple):
    """right: substances, strengths, form and release of the first candidate, each with all before it; safe: what an
    accepted answer states is right, whatever it leaves open."""

    label: str
    answer: Answer
    truth: Product
    right: tuple[bool, bool, bool]
    safe: bool


def judged(label: str, truth: Product) -> Judged:
    answer = identify(label, current())
    if not answer.candidates:
        return Judged(label, answer, truth, (False, False, False), True)
    found = answer.candidates[0].product
    substances = substances_of(found) == substances_of(truth)
    strengths = substances and contents(found) == contents(truth)
    forms = form_class(found) == form_class(truth)
    states_strength = any(one.strength for one in found.ingredients)
    safe = substances and (strengths or not states_strength) and (forms or not found.form)
    return Judged(label, answer, truth, (substances, strengths, strengths and forms), safe or not answer.accepted)


def damaged(label: str) -> list[tuple[str, str]]:
    """The label damaged in five ways, at a place that a hash of it chooses."""
    place = int.from_bytes(hashlib.sha256(label.encode()).digest()[:4])
    at = place % max(len(label) - 1, 1)
    words = label.split()
    lost = place % len(words)
    other = chr(ord("A") + place % 26)
    return [
        ("a letter lost", label[:at] + label[at + 1 :]),
        ("two exchanged", label[:at] + label[at : at + 2][::-1] + label[at + 2 :]),
        ("one replaced", label[:at] + other + label[at + 1 :]),
        ("cut short", label[: max(at, 4)]),
        ("a word lost", " ".join(words[:lost] + words[lost + 1 :])),
    ]


def half(truth: Product) -> int:
    key = "+".join(sorted(substances_of(truth)))
    return hashlib.sha256(key.encode()).digest()[0] % 2


def report(name: str, rows: list[Judged]) -> None:
    accepted = [row for row in rows if row.answer.accepted]
    whole = [row for row in accepted if row.answer.is_whole]
    shares = _share(len(accepted), len(rows)), _share(len(whole), len(rows))
    print("{}: {} labels, accepted {} (whole {})".format(name, len(rows), *shares))
    for title, found in (("over all", rows), ("accepted", accepted), ("whole", whole)):
        figures = (_share(sum(row.right[place] for row in found), len(found)) for place in range(3))
        print("  {:9} substances {}, + strength {}, + form {}".format(title, *figures))
    print(f"  unsafe {sum(not row.safe for row in rows)}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"


def main(arguments: list[str]) -> int:
    wanted = int(arguments[arguments.index("--half") + 1]) if "--half" in arguments else None
    with Path(arguments[0]).open(encoding="utf-8", newline="") as file:
        labels = [(row["label"], row["cip13"]) for row in csv.DictReader(file, delimiter="\t")]
    truths = [(label, truth) for label, cip in labels if (truth := current().product_of_cip(cip)) and truth.ingredients]
    print(f"{current().label}: {len(labels)} labels, {len(truths)} with a known CIP13")
    start = time.perf_counter()
    rows = [judged(label, truth) for label, truth in truths]
    print(f"{len(rows) / (time.perf_counter() - start):.0f} labels a second")
    report("all", rows)
    for number in (0, 1):
        report(f"half {number}", [row for row in rows if half(row.truth) == number])
    if "--damaged" in arguments:
        _damaged(truths, wanted)
    if "--checks" in arguments:
        _checks(labels)
    if "--wrong" in arguments:
        _wrong([row for row in rows if wanted is None or half(row.truth) == wanted])
    return 0


def _checks(labels: list[tuple[str, str]]) -> None:
    counted: Counter[str] = Counter()
    for label, cip in labels:
        found = resolve([{"system": CIP, "code": cip}], label) if current().product_of_cip(cip) else Resolution(None)
        counted.update(f"{issue.severity} {issue.code}" for issue in found.issues)
        for issue in found.issues:
            if issue.code == "conflict":
                print(f"{issue.severity}: {issue.message}")
    print(*(f"{number:5} {kind}" for kind, number in counted.most_common()), sep="\n")


def _damaged(truths: list[tuple[str, Product]], wanted: int | None) -> None:
    accepted: Counter[str] = Counter()
    unsafe: Counter[str] = Counter()
    for label, truth in truths:
        for how, text in damaged(label):
            row = judged(text, truth)
            accepted[how] += row.answer.accepted
            unsafe[how] += not row.safe
            if not row.safe and (wanted is None or half(truth) == wanted):
                found = row.answer.candidates[0]
                print(f"UNSAFE {how}: {text} | {truth.name} | {found.product.ingredients} | {found.product.form}")
    for how in accepted:
        print(f"{how}: accepted {_share(accepted[how], len(truths))}, unsafe {unsafe[how]}")


def _wrong(rows: list[Judged]) -> None:
    for row in rows:
        found = row.answer.candidates[0] if row.answer.candidates else None
        because = "; ".join(found.because) if found else "no candidate"
        if not row.safe:
            print(f"UNSAFE {row.label} | {row.truth.name} | {found.product.ingredients if found else ''} | {because}")
    counted: Counter[str] = Counter()
    for row in rows:
        if not row.answer.accepted:
            found = row.answer.candidates[0] if row.answer.candidates else None
            because = "; ".join(found.because[1:]) if found else "no candidate"
            counted[because] += 1
            mark = "ok " if row.right[2] else "str" if row.right[1] else "sub" if row.right[0] else "BAD"
            print(f"open {mark} {row.label} | {row.truth.name} | {found.because if found else ''}")
    print(*(f"{number:5} {text}" for text, number in counted.most_common(25)), sep="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
