"""What a map imports, directly and by way of others, however many import each other."""

from adapter.mapping import compile_maps, parse_map
from adapter.mapping.imports import Imports
from adapter.mapping.syntax import StructureMap


def _map(name: str, *imports: str) -> StructureMap:
    return StructureMap(f"http://example.org/{name}", name, imports=tuple(f"http://example.org/{i}" for i in imports))


def _names(maps: list[StructureMap]) -> str:
    return " ".join(map_.name for map_ in maps)


def test_each_import_is_followed_by_what_it_imports_itself() -> None:
    maps = [_map("top", "left", "right"), _map("left", "base"), _map("right", "base", "last"), _map("base")]
    maps.append(_map("last", "top"))
    imports = Imports(maps)
    assert _names(imports.of(maps[0])) == "left base right last"
    assert _names(imports.of(maps[3])) == ""
    assert _names(imports.of(maps[4])) == "top left base right"


def test_what_is_needed_comes_by_how_far_it_is() -> None:
    maps = [_map("top", "left", "right"), _map("left", "base"), _map("right", "last"), _map("base"), _map("last")]
    assert _names(Imports(maps).needed_by(maps[0])) == "top left right base last"


def test_a_star_stands_for_any_text_and_a_map_does_not_import_itself() -> None:
    maps = [_map("Patient4to5", "*4to5"), _map("Address4to5", "*4to5"), _map("Address5to4")]
    imports = Imports(maps)
    assert _names(imports.of(maps[0])) == "Address4to5"
    assert _names(imports.needed_by(maps[1])) == "Address4to5 Patient4to5"


def test_hundreds_of_maps_may_all_import_each_other() -> None:
    """Going every way through them would not end before the sun does."""
    maps = [_map(f"Map{number:03}", "Map*") for number in range(300)]
    imports = Imports(maps)
    assert [map_.name for map_ in imports.of(maps[7])] == [map_.name for map_ in maps if map_ is not maps[7]]
    assert len(imports.needed_by(maps[299])) == 300


def test_a_group_of_hundreds_of_maps_that_import_each_other_is_found() -> None:
    maps = [
        parse_map(
            f"""map "http://example.org/Map{number:03}" = "Map{number:03}"
            imports "http://example.org/Map*"
            group G{number}(source s, target t) {{ s -> t.value = '{number}' "v"; s then G{(number + 1) % 200}(s, t); }}
            """,
            f"{number}.map",
        )
        for number in range(200)
    ]
    assert compile_maps(maps).errors == ()
