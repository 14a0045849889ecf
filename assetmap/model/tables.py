"""The schema of every table that moves between doors and sums: columns, kinds, units, key, CRS."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: its name, pandas dtype, and what it holds with its unit."""

    name: str
    dtype: str
    meaning: str


@dataclass(frozen=True)
class TableSchema:
    """One table: its key columns and all columns in order. Geometry is WGS84."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> list[str]:
        """Names of the columns, in order."""
        return [column.name for column in self.columns]

    @property
    def dtypes(self) -> dict[str, str]:
        """Pandas dtype of each column but geometry."""
        return {column.name: column.dtype for column in self.columns if column.dtype != "geometry"}


AREAS = TableSchema(
    "areas",
    ("area_id",),
    (
        Column("area_id", "str", "the area's code, as in the file it came from"),
        Column("name", "str", "the area's name"),
        Column("lon", "float64", "longitude of its origin point, degrees"),
        Column("lat", "float64", "latitude of its origin point, degrees"),
        Column("origin_kind", "str", "how that point was found: a value of OriginKind"),
        Column("geometry", "geometry", "polygon, WGS84"),
    ),
)

POPULATION = TableSchema(
    "population",
    ("table", "area_id", "category"),
    (
        Column("table", "str", "what the categories are, e.g. disability, age"),
        Column("area_id", "str", "the area's code"),
        Column("category", "str", "the category; 'total' is the table's own total"),
        Column("count", "int64", "number of residents or households"),
        Column("unit", "str", "residents or households"),
        Column("vintage", "str", "geography vintage of the codes, e.g. LSOA 2021; empty if not known"),
    ),
)

POSTCODES = TableSchema(
    "postcodes",
    ("postcode",),
    (
        Column("postcode", "str", "upper case, one space before the last three characters"),
        Column("lon", "float64", "longitude, degrees"),
        Column("lat", "float64", "latitude, degrees"),
        Column("area_id", "str", "the area it lies in; empty if in none"),
        Column("cell_id", "str", "the square it is grouped into where a place has no areas"),
        Column("ended", "bool", "whether the postcode is no longer in use"),
    ),
)

ORIGINS = TableSchema(
    "origins",
    ("origin",),
    (
        Column("origin", "str", "area code, postcode or square"),
        Column("name", "str", "plain name"),
        Column("lon", "float64", "longitude, degrees"),
        Column("lat", "float64", "latitude, degrees"),
        Column("kind", "str", "a value of OriginKind"),
        Column("area_id", "str", "the area it lies in; empty if in none"),
        Column("people", "float64", "residents it stands for; not a number if not known"),
    ),
)

SETTLEMENTS = TableSchema(
    "settlements",
    ("name", "lon", "lat"),
    (
        Column("name", "str", "the settlement's name"),
        Column("kind", "str", "city, town, village, hamlet, suburb"),
        Column("lon", "float64", "longitude, degrees"),
        Column("lat", "float64", "latitude, degrees"),
    ),
)

BOUNDARY = TableSchema(
    "boundary",
    ("name",),
    (
        Column("name", "str", "the place's name as it was asked for"),
        Column("geometry", "geometry", "its outline on OpenStreetMap, WGS84"),
    ),
)

REPRESENTATION = TableSchema(
    "representation",
    ("area",),
    (
        Column("area", "str", "area or patch"),
        Column("name", "str", "plain name"),
        Column("population", "float64", "residents of the comparison population"),
        Column("expected", "float64", "people we would expect if everyone came alike"),
        Column("observed", "float64", "different people who came"),
        Column("index", "float64", "observed over expected, 1 is as expected"),
        Column("label", "str", "a value of Label; empty where none can be given"),
    ),
)

TABLES: tuple[TableSchema, ...] = (AREAS, POPULATION, POSTCODES, ORIGINS, SETTLEMENTS, BOUNDARY, REPRESENTATION)
