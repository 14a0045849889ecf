"""What OpenStreetMap knows of the demo's assets: some of the venues, a few access tags, one place never to be shown."""

from __future__ import annotations

from .assets import WELSH_NAMES, Asset
from .ground import dice
from .network import Network

# Words in the lists' kinds and how OpenStreetMap tags them.
KIND_TAGS: dict[str, dict[str, str]] = {
    "Hall": {"amenity": "community_centre"},
    "Village hall": {"amenity": "community_centre", "community_centre": "village_hall"},
    "Community hall": {"amenity": "community_centre", "community_centre": "village_hall"},
    "Community centre": {"amenity": "community_centre"},
    "Library": {"amenity": "library"},
    "Church": {"amenity": "place_of_worship", "religion": "christian"},
    "Chapel": {"amenity": "place_of_worship", "religion": "christian"},
    "Place of worship": {"amenity": "place_of_worship", "religion": "christian"},
    "Venue": {"amenity": "social_centre"},
    "Arts centre": {"amenity": "arts_centre"},
    "Leisure centre": {"leisure": "sports_centre"},
    "Shop": {"shop": "convenience"},
    "Siop": {"shop": "convenience"},
    "Post office": {"amenity": "post_office"},
}
_WHEELCHAIR = {"Yes": "yes", "Partly": "limited", "No": "no"}
NEVER_SHOWN_NAME = "Canary House"


def draw_assets(network: Network, assets: list[Asset]) -> None:
    """Draw what has a tag: every second one as a node, the others as buildings."""
    roll = dice("street assets")
    tagged = [asset for asset in assets if asset.kind in KIND_TAGS and not asset.where]
    for index, asset in enumerate(tagged):
        tags = {**KIND_TAGS[asset.kind], "name": asset.name}
        if asset.name in WELSH_NAMES:
            tags["name:cy"] = WELSH_NAMES[asset.name]
        answer = asset.answers.get("step_free", "")
        if answer in _WHEELCHAIR and roll.random() < 0.4:
            tags["wheelchair"] = _WHEELCHAIR[answer]
        if index % 2:
            network.add_building(asset.point, 9, **tags)
        else:
            network.add_node(asset.point, **tags)
    network.add_node((268480, 429230), amenity="social_facility", social_facility="shelter", name=NEVER_SHOWN_NAME,
                     social_facility__for="abused")  # fmt: skip
