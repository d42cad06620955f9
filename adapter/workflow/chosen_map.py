"""`--map NAME`: one map of a user's folder, or of those that ship, run as it is (run_map.py)."""

from adapter.data_files import folder
from adapter.errors import MappingError
from adapter.mapping.find_map import FoundMap, find_map
from adapter.workflow.user_maps import user_folder


def chosen_map(name: str, mappings: str | None) -> FoundMap:
    """The map with this url, name or file, and all that it imports. mappings: the folder, None for what ships.

    Raises CallError when there is no such folder, MappingError when there is no such map or one does not parse.
    """
    if mappings is not None:
        return find_map(user_folder(mappings), name)
    try:
        return find_map(folder("mappings"), name)
    except MappingError as error:
        if error.source != str(folder("mappings")):
            raise
        message = f"{error.message}; these are the maps that ship, --mappings DIR names a folder of yours"
        raise MappingError(message, source="mappings") from None
