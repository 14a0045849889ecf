"""What the demo's community has: every name invented. One row an asset: name, kind, settlement, lists, where, when.

``lists`` holds C for the council's list, V for the voluntary sector's. ``where`` is empty for a place.
"""

from __future__ import annotations

from .places import HAMLETS, ISLAND, VILLAGES

Row = tuple[str, str, str, str, str, str]
TOWN_NAME = "Aberwenlas"
HALL = "Wenlas Memorial Hall"
"""Used most often; nobody has recorded anything about its toilet, in any list."""
READY = ("Aberwenlas Library", "Quarry Top Community Centre", "Llanfelŷs Village Hall")
"""Venues with every access fact recorded as yes."""

_TOWN_VENUES: tuple[Row, ...] = (
    (HALL, "Hall", TOWN_NAME, "CV", "", "Daily 09:00-22:00"),
    ("Aberwenlas Library", "Library", TOWN_NAME, "CV", "", "Mo-Fr 09:30-17:30; Sa 09:30-13:00"),
    ("Aberwenlas Town Hall", "Venue", TOWN_NAME, "CV", "", "Mo-Fr 09:00-17:00"),
    ("St Hesg's Church", "Church", TOWN_NAME, "CV", "", "Su 10:30"),
    ("Capel Heol Wen", "Chapel", TOWN_NAME, "CV", "", "Su 10:00"),
    ("Aberwenlas Leisure Centre", "Leisure centre", TOWN_NAME, "C", "", "Daily 07:00-21:00"),
    ("Quarry Top Community Centre", "Community centre", TOWN_NAME, "CV", "", "Mo-Sa 09:00-21:00"),
    ("Weir Road Methodist Hall", "Church hall", TOWN_NAME, "CV", "", "By booking"),
    ("The Rope Walk Arts Centre", "Arts centre", TOWN_NAME, "C", "", "Tu-Su 10:00-22:00"),
    ("Station Street Café", "Cafe", TOWN_NAME, "C", "", "Mo-Sa 08:00-16:00"),
    ("Gasworks Social Club", "Venue", TOWN_NAME, "V", "", "Daily 18:00-23:00"),
    ("Ysgol Heol y Bont School Hall", "School hall", TOWN_NAME, "C", "", "By booking"),
)
_VILLAGE_VENUES: tuple[Row, ...] = tuple(
    row
    for index, village in enumerate(VILLAGES)
    for row in (
        (f"{village.name} Village Hall", "Village hall", village.name, "CV" if index < 7 else "C", "", "By booking"),
        (f"{'Capel' if index % 2 else 'Church of St Wen,'} {village.name}", "Place of worship", village.name,
         "C", "", "Su 10:30"),
    )
)  # fmt: skip
_OTHER_VENUES: tuple[Row, ...] = (
    ("The Fleece, back room", "Pub", "Ostlewick", "V", "", "Daily 12:00-23:00"),
    ("Marrowdale Reading Room", "Meeting place", "Marrowdale", "C", "", "By booking"),
    ("Quillmoor Institute", "Meeting place", "Quillmoor", "V", "", "By booking"),
    ("Skeldermoss Band Room", "Room", "Skeldermoss", "V", "", "Tu 19:00-21:00"),
    ("Garwen Island Hall", "Community hall", ISLAND.name, "C", "", "By booking"),
    ("Capel Garwen", "Chapel", ISLAND.name, "C", "", "Su 14:00"),
    *((f"Capel {hamlet.name}", "Chapel", hamlet.name, "C", "", "1st Su 14:00") for hamlet in HAMLETS[:3]),
)
_TOWN_GROUPS: tuple[Row, ...] = (
    ("Aberwenlas Lunch Club", "Lunch club", TOWN_NAME, "CV", "", "Tu 12:00-14:00"),
    ("Wenlas Community Choir", "Choir", TOWN_NAME, "CV", "", "Mo 19:30-21:00"),
    ("Aberwenlas Stroke Café", "Coffee morning", TOWN_NAME, "CV", "", "1st We 10:30-12:00"),
    ("Friends of the Weir", "Group", TOWN_NAME, "CV", "", "Last Sa 10:00"),
    ("Clwb Cant (over nineties)", "Clwb", TOWN_NAME, "CV", "", "3rd Th 14:00"),
    ("Quarry Top Gardeners", "Group", TOWN_NAME, "CV", "", "Sa 10:00-12:00"),
    ("Aberwenlas Signing Group", "Group", TOWN_NAME, "V", "", "Th 18:30-20:00"),
    ("Board Games for All", "Club", TOWN_NAME, "V", "", "Fr 18:00-21:00"),
    ("Walking Football Aberwenlas", "Club", TOWN_NAME, "V", "", "We 10:00-11:00"),
    ("Sunday Dinner Friends", "Group", TOWN_NAME, "V", "Different places", "Su 12:30"),
    ("Wenlas Wheelers", "Club", TOWN_NAME, "V", "Moves around", "Sa 09:30"),
    ("Aberwenlas Tenants' Association", "Association", TOWN_NAME, "C", "", "Quarterly"),
    ("Dementia Friendly Aberwenlas", "Group", TOWN_NAME, "C", "", "2nd Tu 10:30"),
    ("Online Book Group", "Group", TOWN_NAME, "V", "Online", "Last Th 19:30"),
)
_VILLAGE_GROUPS: tuple[Row, ...] = tuple(
    (f"{village.name} {name}", kind, village.name, lists, "", when)
    for index, village in enumerate(VILLAGES)
    for name, kind, lists, when in (
        (("Knit and Natter", "Merched y Wawr (made up)", "Tea and Talk")[index % 3], "Group",
         "C" if index > 6 else "V", "We 14:00-16:00"),
        (("Young Farmers (made up)", "Community Shop Group", "Field Society")[index % 3], "Society", "V", "Mo 19:30"),
    )
)  # fmt: skip
_OTHER_GROUPS: tuple[Row, ...] = (("Garwen Islanders' Association", "Association", ISLAND.name, "V", "", "Quarterly"),)
_SERVICES: tuple[Row, ...] = (
    ("Wenlas Dial-a-Ride", "Dial a ride", TOWN_NAME, "C", "Comes to you", "Tu-Fr; ring before noon the day before"),
    ("Aberwenlas Advice Centre", "Advice centre", TOWN_NAME, "C", "", "Mo, We, Fr 10:00-15:00"),
    ("Mobile Library", "Mobile library", TOWN_NAME, "C", "Moves around", "Every second week"),
    ("Home Befrienders", "Support service", TOWN_NAME, "C", "Comes to you", "By agreement"),
    ("Wenlas Listening Line", "Service", TOWN_NAME, "C", "By phone", "Daily 18:00-23:00"),
    ("Carers' Support Wenlas", "Support service", TOWN_NAME, "C", "", "Mo-Fr 09:00-17:00"),
    ("Food Share", "Service", TOWN_NAME, "C", "", "Fr 14:00-16:00"),
    ("Meals to the Door", "Service", TOWN_NAME, "C", "Comes to you", "Daily"),
    ("Foot Care Clinic", "Clinic", TOWN_NAME, "C", "", "2nd Mo 09:00-13:00"),
    ("Aberwenlas Shopmobility", "Service", TOWN_NAME, "C", "", "Mo-Sa 09:30-16:30"),
    ("Benefits Help Online", "Advice", TOWN_NAME, "C", "Online", "Mo-Fr 10:00-16:00"),
    ("Llanfelŷs Health Centre", "Health centre", "Llanfelŷs", "C", "", "Mo-Fr 08:30-18:00"),
    ("Dale Car Scheme", "Community transport", "Marrowdale", "V", "Comes to you", "Ring two days before"),
    ("Equipment Loan Cupboard", "Charity", "Thorrowby", "V", "", "Sa 10:00-11:00"),
)
_PEER: tuple[Row, ...] = (
    ("Living with Pain, Aberwenlas", "Peer support", TOWN_NAME, "V", "", "1st Tu 14:00"),
    ("Hearing Voices Wenlas", "Self-help", TOWN_NAME, "V", "Private address", "Th 19:00"),
    ("Parent Carers' Evening", "Support group", TOWN_NAME, "V", "Online", "2nd We 20:00"),
    ("Sober Saturdays", "Mutual aid", TOWN_NAME, "V", "", "Sa 17:00"),
    ("Bereavement Buddies", "Buddy", "Llanfelŷs", "V", "By phone", "Any time"),
    ("Farmers' Talk", "Peer support", "Marrowdale", "V", "By phone", "Mo-Fr 19:00-22:00"),
    ("New Parents Walk", "Peer support", "Ostlewick", "V", "Moves around", "Tu 10:00"),
    ("Autistic Adults Meet-up", "Peer support", TOWN_NAME, "V", "", "3rd Su 14:00"),
    ("Cefnogaeth Cwm", "Cefnogaeth cyfoedion", "Cwm Hesgïen", "V", "", "Last Fr 11:00"),
)
_SKILLS: tuple[Row, ...] = (
    ("Mending bicycles and wheelchairs", "Skill", TOWN_NAME, "V", "Private", "By agreement"),
    ("Welsh conversation", "Skill share", "Cwm Hesgïen", "V", "Private", "Evenings"),
    ("British Sign Language basics", "Skill", TOWN_NAME, "V", "Online", "By agreement"),
    ("Filling in forms together", "Skill", "Rhyd-y-brithyll", "V", "Private", "Mornings"),
    ("Dry stone walling", "Skill", "Marrowdale", "V", "Private", "Summer"),
    ("Using a tablet or phone", "Skills", "Llanfelŷs", "V", "Comes to you", "By agreement"),
    ("Baking for a crowd", "Sgil", "Thorrowby", "V", "Private", "Weekends"),
)
_USER_LED: tuple[Row, ...] = (
    ("Our Say Wenlas", "User-led organisation", TOWN_NAME, "V", "", "Mo-Th 10:00-16:00"),
    ("Wenlas Disabled People's Network", "Disabled people's organisation", TOWN_NAME, "V", "", "We 10:00-15:00"),
    ("Llais y Cwm", "Run by members", "Cwm Hesgïen", "V", "Online", "Monthly"),
)
_TIME_BANK: tuple[Row, ...] = (("Banc Amser Wenlas Time Bank", "Time bank", TOWN_NAME, "V", "", "Mo, Th 10:00-13:00"),)
_WORD_GETS_ROUND: tuple[Row, ...] = (
    ("Radio Wenlas", "Radio station", TOWN_NAME, "C", "Online", "Daily"),
    ("Market notice board", "Notice board", TOWN_NAME, "C", "", ""),
    ("Aberwenlas Post Office", "Post office", TOWN_NAME, "C", "", "Mo-Sa 09:00-17:30"),
    ("The Wenlas Messenger", "Newsletter", TOWN_NAME, "C", "Delivered", "Monthly"),
    ("Marrowdale Stores", "Shop", "Marrowdale", "C", "", "Mo-Sa 08:00-18:00"),
    ("Siop Pentre-lôn-wen", "Siop", "Pentre-lôn-wen", "C", "", "Mo-Fr 08:00-13:00"),
    ("Ostlewick Shop", "Shop", "Ostlewick", "C", "", "Mo-Sa 08:00-17:00"),
    ("Skeldermoss notice board", "Notice board", "Skeldermoss", "C", "", ""),
    ("Siop Llanfelŷs", "Shop", "Llanfelŷs", "C", "", "Daily 08:00-18:00"),
    ("Thorrowby notice board", "Noticeboard", "Thorrowby", "C", "", ""),
    ("Quillmoor notice board", "Noticeboard", "Quillmoor", "C", "", ""),
    ("Hysbysfwrdd Cwm Hesgïen", "Hysbysfwrdd", "Cwm Hesgïen", "C", "", ""),
    ("Rhyd-y-brithyll Stores", "Shop", "Rhyd-y-brithyll", "C", "", "Mo-Sa 07:30-18:00"),
    ("Quay notice board", "Notice board", ISLAND.name, "C", "", ""),
)
ROWS: tuple[Row, ...] = (
    *_TOWN_VENUES, *_VILLAGE_VENUES, *_OTHER_VENUES, *_TOWN_GROUPS, *_VILLAGE_GROUPS, *_OTHER_GROUPS, *_SERVICES,
    *_PEER, *_SKILLS, *_USER_LED, *_TIME_BANK, *_WORD_GETS_ROUND,
)  # fmt: skip
VENUE_NAMES: frozenset[str] = frozenset(row[0] for row in (*_TOWN_VENUES, *_VILLAGE_VENUES, *_OTHER_VENUES))
