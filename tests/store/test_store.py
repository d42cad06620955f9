"""The store: one plan once, versions, and clear words when the database cannot be used."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from adapter.errors import StoreError
from adapter.store import Query, Saved, Store, Token, instant

SPRING = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"severity": "information", "code": "informational"}]}

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plans.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{file}")
    yield opened
    opened.close()


def test_a_plan_saved_again_later_stays_as_it_was(store: Store, make_plan: Make) -> None:
    first = store.save_plan(make_plan("one"), OUTCOME, SPRING)
    second = store.save_plan(make_plan("one"), OUTCOME, SPRING + timedelta(days=1))
    assert (first.created, second.created) == (True, False)
    assert second.bundle == first.bundle
    assert store.search(Query("Bundle")).total == 1


def test_a_changed_plan_under_the_same_id_is_a_new_version_and_the_old_stays_readable(
    store: Store, make_plan: Make
) -> None:
    plan = make_plan("one")
    store.save_plan(plan, OUTCOME, SPRING)
    changed = plan | {"timestamp": "2026-03-13T10:00:00+01:00"}
    saved = store.save_plan(changed, OUTCOME, SPRING + timedelta(days=1))
    assert (saved.created, saved.bundle.version) == (True, 2)
    old = store.read("Bundle", plan["id"], 1)
    assert old is not None
    assert old.body == plan
    page = store.search(Query("Bundle", [[Token("identifier", plan["identifier"]["value"])]]))
    assert [(found.version, found.last_updated) for found in page.matches] == [(2, "2026-03-13T09:00:00.000Z")]


def test_what_did_not_change_with_the_plan_keeps_its_version(store: Store, make_plan: Make) -> None:
    plan = make_plan("one")
    store.save_plan(plan, OUTCOME, SPRING)
    store.save_plan(plan | {"timestamp": "2026-03-13T10:00:00+01:00"}, OUTCOME, SPRING + timedelta(days=1))
    assert [found.version for found in store.search(Query("CarePlan")).matches] == [1]


def test_another_outcome_of_the_same_plan_replaces_the_first(store: Store, make_plan: Make) -> None:
    plan = make_plan("one")
    store.save_plan(plan, OUTCOME, SPRING)
    saved = store.save_plan(plan, {**OUTCOME, "issue": [{"severity": "warning", "code": "value"}]}, SPRING)
    outcome = store.read("OperationOutcome", plan["id"])
    assert outcome is not None
    assert (saved.created, outcome.version, outcome.body["issue"][0]["severity"]) == (False, 2, "warning")


def test_plans_that_share_a_resource_store_it_once(store: Store, make_plan: Make) -> None:
    store.save_plan(make_plan("one"), OUTCOME, SPRING)
    store.save_plan(make_plan("two"), OUTCOME, SPRING)
    assert (store.search(Query("Device")).total, store.search(Query("Bundle")).total) == (1, 2)


def test_the_same_plan_and_others_saved_by_many_threads_at_once_are_each_stored_once(
    store: Store, make_plan: Make
) -> None:
    plans = [make_plan(seed) for seed in ("one", "one", "one", "one", "two", "two", "three", "three")]
    saved: list[Saved] = []
    together = threading.Barrier(len(plans))

    def save(plan: dict[str, Any]) -> None:
        together.wait()
        saved.append(store.save_plan(plan, OUTCOME, SPRING))

    threads = [threading.Thread(target=save, args=(plan,)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(one.created for one in saved) == 3
    assert len(saved) == len(plans)
    assert store.search(Query("Bundle")).total == 3
    assert {found.version for found in store.search(Query("Device")).matches} == {1}


def test_two_writers_that_both_found_nothing_do_not_both_write(
    store: Store, make_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race, by hand: the first look finds nothing although the plan is there, as it is for the slower of two."""
    from adapter.store import store as module

    plan = make_plan("one")
    store.save_plan(plan, OUTCOME, SPRING)
    look, looks = module._current, []

    def first_look_is_too_early(*arguments: Any) -> dict[tuple[str, str], Any]:
        looks.append(arguments)
        return {} if len(looks) == 1 else look(*arguments)

    monkeypatch.setattr(module, "_current", first_look_is_too_early)
    saved = store.save_plan(plan, OUTCOME, SPRING)
    assert (saved.created, saved.bundle.version, len(looks)) == (False, 1, 2)


def test_the_newest_document_of_a_care_plan_is_the_one_given(store: Store, make_plan: Make) -> None:
    plan = make_plan("one")
    care_plan = plan["entry"][-1]["resource"]["id"]
    store.save_plan(plan, OUTCOME, SPRING)
    store.save_plan(plan | {"id": "a-later-one"}, OUTCOME, SPRING + timedelta(days=1))
    found = store.document_of("CarePlan", care_plan)
    assert found is not None
    assert found.id == "a-later-one"


def test_times_are_kept_in_utc_to_the_millisecond_whatever_the_clock() -> None:
    paris = timezone(timedelta(hours=1))
    assert instant(datetime(2026, 3, 12, 0, 30, 0, 45_678, paris)) == "2026-03-11T23:30:00.045Z"


def test_a_store_survives_its_program(store: Store, file: Path, make_plan: Make) -> None:
    store.save_plan(make_plan("one"), OUTCOME, SPRING)
    store.close()
    again = Store(f"sqlite:///{file}")
    assert again.search(Query("Bundle")).total == 1
    again.close()


def test_readers_do_not_wait_for_the_writer(store: Store, file: Path) -> None:
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_store_of_a_newer_program_is_refused(store: Store, file: Path) -> None:
    store.close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    with pytest.raises(StoreError, match="newer program \\(schema 99, this one knows 1\\)"):
        Store(f"sqlite:///{file}")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("plans.sqlite", "write for example sqlite:///medrec.sqlite"),
        ("nosuchdatabase://x/y", "write for example sqlite:///medrec.sqlite"),
        ("sqlite:////no/such/folder/plans.sqlite", "unable to open database file"),
    ],
)
def test_a_store_that_cannot_be_used_is_refused_in_one_clear_line(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        Store(url)
    assert "\n" not in caught.value.message


def test_a_file_that_is_no_database_is_refused(file: Path) -> None:
    file.write_text("patient_id;label\n" * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="file is not a database"):
        Store(f"sqlite:///{file}")


def test_the_password_of_the_store_is_in_no_message() -> None:
    with pytest.raises(StoreError) as caught:
        Store("postgresql+nosuchdriver://user:secret@host/plans")
    assert "secret" not in caught.value.message
