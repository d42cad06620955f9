"""HL7 v2 files as each side of a reconciliation: orders at discharge or before, deliveries; replaced orders on none."""

from typing import Any

import pytest

from adapter.errors import PatientMismatch, SourceError
from adapter.sources.document import Source
from adapter.workflow.reconciled import reconcile

PID = "PID|1||42^^^HOP^PI||DUPONT^Jean^^^^^L||19400101|M"
FUROSEMIDE = "63076303^FUROSEMIDE EG 40 mg, comprimé sécable^CIS"


def file(name: str, *segments: str, pid: str = PID, sent: str = "20260415") -> Source:
    text = "\r".join([f"MSH|^~\\&|A|B|C|D|{sent}||RDE^O11|1|P|2.5", pid, *segments])
    return Source(name, text.encode())


def ordered(name: str, dose: str, control: str = "NW", *more: str) -> Source:
    order = (f"ORC|{control}|7^P", f"RXE||{FUROSEMIDE}|{dose}||TAB", "TQ1|1||QAM", "RXR|PO")
    return file(name, *order, *more)


def delivered(name: str, boxes: int = 1, day: str = "20260401", **header: str) -> Source:
    order = ("ORC|RE|7^P", f"RXE||{FUROSEMIDE}|1||TAB", "TQ1|1||QAM", "RXR|PO")
    return file(name, *order, f"RXD|1|{FUROSEMIDE}|{day}|{boxes}|BOX", **header)


def only_group(**sources: Any) -> dict[str, Any]:
    report = reconcile(**sources).report
    assert report["ledger"]["lines"] == report["ledger"]["grouped"]
    (group,) = report["groups"]
    return dict(group)


def test_orders_at_discharge_against_deliveries_before() -> None:
    group = only_group(discharge=[ordered("d", "0.5")], dispensing=[delivered("p")])
    assert (group["status"], [d["type"] for d in group["discrepancies"]]) == ("modified", ["dose"])


@pytest.mark.parametrize("role", ["dispensing", "history"])
def test_orders_before_the_stay_are_a_history_under_either_name(role: str) -> None:
    before = [ordered("b", "1")]
    group = only_group(discharge=[ordered("d", "1", "XO")], **{role: before})
    assert group["status"] == "continued"


@pytest.mark.parametrize(("control", "status"), [("DC", "stopped"), ("HD", "suspended"), ("CA", "undetermined")])
def test_what_the_control_says_at_discharge_is_what_happened(control: str, status: str) -> None:
    report = reconcile([ordered("d", "1", control), other("e")], [delivered("p")]).report
    lines = {line["id"]: line for line in report["lines"]}
    found = {group["status"] for group in report["groups"] if any(lines[i]["source"] == "p" for i in group["lines"])}
    assert found == {status}


def other(name: str) -> Source:
    return file(name, "ORC|NW|8^P", "RXE||61902218^ELIQUIS 5 mg, comprimé pelliculé^CIS|1||TAB", "TQ1|1||BID")


def test_an_order_that_another_one_replaced_counts_on_neither_side() -> None:
    again = (
        "MSH|^~\\&|A|B|C|D|20260415||RDE^O11|2|P|2.5",
        PID,
        "ORC|XO|7^P",
        f"RXE||{FUROSEMIDE}|2||TAB",
        "TQ1|1||QAM",
    )
    group = only_group(discharge=[ordered("d", "1", "NW", *again)], dispensing=[delivered("p")])
    assert (group["status"], len(group["lines"])) == ("modified", 3)
    assert (len(group["history"]), len(group["discharge"])) == (1, 1)


def test_a_replaced_order_whose_successor_is_another_treatment_stays_apart() -> None:
    body = ("ORC|RP|7^P", f"RXE||{FUROSEMIDE}|1||TAB", "ORC|RO|9^P", "RXE||61902218^ELIQUIS 5 mg^CIS|1||TAB")
    statuses = {
        group["status"] for group in reconcile([file("d", *body)], [delivered("p", day="20240101")]).report["groups"]
    }
    assert statuses == {"started", "not-current"}


def test_deliveries_are_no_discharge_list_and_another_patient_is_refused() -> None:
    with pytest.raises(SourceError, match="no medication list that can be read as discharge"):
        reconcile([delivered("d")], [delivered("p")])
    with pytest.raises(PatientMismatch):
        reconcile([ordered("d", "1")], [delivered("p", pid="PID|1||43^^^HOP^PI||MARTIN^Paul^^^^^L||19500101|M")])
