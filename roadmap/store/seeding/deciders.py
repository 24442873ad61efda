"""The table of who decides, from a seed folder."""

from pathlib import Path

from pydantic import ValidationError

from roadmap.domain.deciders import Decider
from roadmap.store.deciders import DeciderRow, deciders_of
from roadmap.store.plan import RoadmapRow
from roadmap.store.seedfiles.deciders import DecidersFile
from roadmap.store.seedfiles.document import DocumentError, read_document
from roadmap.store.seeding.keeper import Keeper, text

SHIPPED = Path(__file__).resolve().parents[3] / "seeds"
"""The folder that the program comes with."""


def deciders_in(folder: Path = SHIPPED) -> tuple[Decider, ...]:
    """The table of a seed folder, for a road map that is begun by hand; empty where the folder has none to be read."""
    path = folder / "deciders.yaml"
    try:
        file = DecidersFile.model_validate(read_document(path, path.name).data)
    except (OSError, DocumentError, ValidationError):
        return ()
    return tuple(
        Decider(seed.code, text(seed.stems_from), text(seed.decides), seed.confirmed, text(seed.note))
        for seed in file.deciders
    )


def put_deciders(keeper: Keeper, roadmap: RoadmapRow, file: DecidersFile | None) -> None:
    """Adds the entries, and says which applies to the road map while nobody has chosen another."""
    if file is None:
        return
    empty = not deciders_of(keeper.session, roadmap.id)
    for seed in file.deciders:
        key, natural = f"{roadmap.slug}/{seed.code}", {"roadmap_id": roadmap.id, "code": seed.code}
        if keeper.removed_since("decider", key, DeciderRow, natural):
            continue
        values = {
            "stems_from": text(seed.stems_from),
            "decides": text(seed.decides),
            "note": text(seed.note),
            "confirmed": seed.confirmed,
        }
        keeper.put("decider", key, DeciderRow, natural, values)
    if empty and roadmap.decider_code is None:
        roadmap.decider_code = file.applies
