"""The words of a posology are read once for all renewals of a treatment; no line shares its dosages with another."""

from adapter.reconciliation.agreement import read


def test_the_same_words_give_dosages_of_their_own() -> None:
    one, other = read("1 comprimé le matin"), read("1 comprimé le matin")
    assert one is not None and other is not None
    assert one == other
    one.dosages[0]["timing"]["repeat"]["when"] = ["NIGHT"]
    one.dosages[0]["doseAndRate"].clear()
    assert other.dosages[0]["doseAndRate"] and other.dosages[0]["timing"]["repeat"]["when"] == ["MORN"]
    assert other == read("1 comprimé le matin")


def test_no_words_are_not_read() -> None:
    assert read("  ") is None
