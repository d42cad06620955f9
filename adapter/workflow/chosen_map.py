"""`--map NAME`: one map of a user's folder, or of those that ship, run as it is (run_map.py)."""

from adapter.data_files import folder
from adapter.mapping.find_map import FoundMap, find_map
from adapter.workflow.user_maps import user_folder


def chosen_map(name: str, mappings: str | None) -> FoundMap:
    """The map with this url, name or file, and all that it imports. mappings: the folder, None for what ships.

    Raises CallError when there is no such folder, MappingError when there is no such map or one does not parse.
    """
    return find_map(folder("mappings") if mappings is None else user_folder(mappings), name)
