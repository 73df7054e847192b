"""A `Query` as parametrised SQL. Column names come from this package alone; every value is a parameter."""

from dataclasses import dataclass, field

from clinic.search import AnyOf, Between, HasIdentifier, HasUrl, Query, Term

SQL = str
OWN = "(v.patient = ? OR (v.patient IS NULL AND v.type = 'Questionnaire'))"
"""What a patient may see: one parameter, the patient's id."""


@dataclass(slots=True)
class Where:
    """Conditions joined by AND, with their parameters in the same order."""

    conditions: list[SQL] = field(default_factory=list)
    parameters: list[str | int] = field(default_factory=list)

    def add(self, condition: SQL, *parameters: str | int) -> None:
        self.conditions.append(condition)
        self.parameters.extend(parameters)

    @property
    def sql(self) -> SQL:
        return " AND ".join(self.conditions)


def where(query: Query, patient: str, snapshot: int) -> Where:
    """What the patient's search finds, as the store stood when `snapshot` was its last write."""
    found = Where()
    found.add("v.type = ?", query.type)
    found.add(OWN, patient)
    found.add("v.seq <= ? AND (v.superseded IS NULL OR v.superseded > ?)", snapshot, snapshot)
    for term in query.terms:
        _add(found, term)
    return found


def order(query: Query) -> SQL:
    """Ties are broken by the order of writing, so that an order is the same each time."""
    direction = "DESC" if query.descending else "ASC"
    return f"v.{query.sort} {direction}, v.seq {direction}"


def _add(found: Where, term: Term) -> None:
    match term:
        case AnyOf(column, values):
            found.add(f"v.{column} IN ({', '.join('?' * len(values))})", *values)
        case Between(column, low, high):
            if low is not None:
                found.add(f"v.{column} >= ?", low)
            if high is not None:
                found.add(f"v.{column} < ?", high)
        case HasUrl(wanted):
            _add_either(found, [_both("v.url", url, "v.url_version", version) for url, version in wanted])
        case HasIdentifier(wanted):
            start = "EXISTS (SELECT 1 FROM identifier i WHERE i.seq = v.seq AND "
            either = [_both("i.system", system, "i.value", value) for system, value in wanted]
            _add_either(found, [(f"{start}{sql})", parameters) for sql, parameters in either])


def _both(one: str, first: str | None, other: str, second: str | None) -> tuple[SQL, list[str]]:
    """Two columns, each compared unless None is wanted."""
    parts = [(f"{column} = ?", value) for column, value in ((one, first), (other, second)) if value is not None]
    return " AND ".join(sql for sql, _ in parts) or "1", [value for _, value in parts]


def _add_either(found: Where, either: list[tuple[SQL, list[str]]]) -> None:
    joined = " OR ".join(f"({sql})" for sql, _ in either)
    found.add(f"({joined})", *(value for _, parameters in either for value in parameters))
