"""Made-up bulk files in the shape Nomis publishes them, for tests of census tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

ETHNIC = {
    "Total: All usual residents": 100,
    "Asian, Asian British or Asian Welsh": 20,
    "Asian, Asian British or Asian Welsh: Bangladeshi": 5,
    "Asian, Asian British or Asian Welsh: Chinese": 3,
    "Asian, Asian British or Asian Welsh: Indian": 6,
    "Asian, Asian British or Asian Welsh: Pakistani": 4,
    "Asian, Asian British or Asian Welsh: Other Asian": 2,
    "Black, Black British, Black Welsh, Caribbean or African": 10,
    "Black, Black British, Black Welsh, Caribbean or African: African": 6,
    "Black, Black British, Black Welsh, Caribbean or African: Caribbean": 3,
    "Black, Black British, Black Welsh, Caribbean or African: Other Black": 1,
    "Mixed or Multiple ethnic groups": 8,
    "Mixed or Multiple ethnic groups: White and Asian": 2,
    "Mixed or Multiple ethnic groups: White and Black African": 1,
    "Mixed or Multiple ethnic groups: White and Black Caribbean": 3,
    "Mixed or Multiple ethnic groups: Other Mixed or Multiple ethnic groups": 2,
    "White": 60,
    "White: English, Welsh, Scottish, Northern Irish or British": 50,
    "White: Irish": 2,
    "White: Gypsy or Irish Traveller": 1,
    "White: Roma": 1,
    "White: Other White": 6,
    "Other ethnic group": 2,
    "Other ethnic group: Arab": 1,
    "Other ethnic group: Any other ethnic group": 1,
}
DISABILITY = {
    "Total: All usual residents": 100,
    "Disabled under the Equality Act": 30,
    "Disabled under the Equality Act: Day-to-day activities limited a lot": 12,
    "Disabled under the Equality Act: Day-to-day activities limited a little": 18,
    "Not disabled under the Equality Act": 70,
    "Not disabled under the Equality Act: Has long term physical or mental health condition but day-to-day "
    "activities are not limited": 8,
    "Not disabled under the Equality Act: No long term physical or mental health conditions": 62,
}
UNPAID_CARE = {
    "Total: All usual residents aged 5 and over": 95,
    "Provides no unpaid care": 84,
    "Provides 19 hours or less unpaid care a week": 6,
    "Provides 19 hours or less unpaid care a week: Provides 9 hours or less unpaid care a week": 4,
    "Provides 19 hours or less unpaid care a week: Provides 10 to 19 hours unpaid care a week": 2,
    "Provides 20 to 49 hours unpaid care a week": 2,
    "Provides 20 to 49 hours unpaid care a week: Provides 20 to 34 hours unpaid care a week": 1,
    "Provides 20 to 49 hours unpaid care a week: Provides 35 to 49 hours unpaid care a week": 1,
    "Provides 50 or more hours unpaid care a week": 3,
}
AGES_BY_YEAR = {
    "Total": 100,
    "Aged 4 years and under": 10,
    "Aged under 1 year": 2,
    "Aged 1 year": 2,
    "Aged 2 years": 2,
    "Aged 3 years": 2,
    "Aged 4 years": 2,
    "Aged 5 to 15 years": 20,
    "Aged 16 to 64 years": 50,
    "Aged 65 years and over": 20,
}
SEX = {"All persons": 100, "Female": 51, "Male": 49}

TOPICS: dict[str, tuple[str, Mapping[str, int]]] = {
    "ts007": ("Age", AGES_BY_YEAR),
    "ts008": ("Sex", SEX),
    "ts021": ("Ethnic group", ETHNIC),
    "ts038": ("Disability", DISABILITY),
    "ts039": ("Provision of unpaid care", UNPAID_CARE),
}


def write_nomis(folder: Path, dataset: str, codes: Sequence[str], *, area: str = "lsoa") -> Path:
    """Write a data set; the area at place n (from 0) has n + 1 times the figures above."""
    topic, counts = TOPICS[dataset]
    return write_bulk(folder / f"census2021-{dataset}-{area}.csv", topic, counts, codes)


def write_bulk(path: Path, topic: str, counts: Mapping[str, int], codes: Sequence[str]) -> Path:
    """Write a file with a column for each category, headed as Nomis heads it."""
    head = ["date", "geography", "geography code", *(f"{topic}: {name}; measures: Value" for name in counts)]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        for at, code in enumerate(codes):
            writer.writerow([2021, f"Town 00{at}A", code, *((at + 1) * number for number in counts.values())])
    return path
