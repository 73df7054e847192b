"""The addresses of the course's screens."""

import flet as ft

from companion.views.course import Matters, PartOfInfusion, Timeline
from companion.views.course_now import AftercareScreen, CourseNow
from companion.views.driver import WhoDrives
from companion.views.infusion import AddInfusion, ChangeInfusion, InfusionDetails
from companion.views.told import TellWhen


def course_routes() -> list[ft.Route]:
    """Below the shell."""
    return [
        ft.Route(path="course", component=Timeline),
        ft.Route(path="course/matters", component=Matters),
        ft.Route(path="course/part/:part/:id", component=PartOfInfusion),
        ft.Route(path="course/infusion/:id", component=InfusionDetails),
        ft.Route(path="course/add", component=AddInfusion),
        ft.Route(path="course/change/:id", component=ChangeInfusion),
        ft.Route(path="course/driver/:id", component=WhoDrives),
        ft.Route(path="course/now", component=CourseNow),
        ft.Route(path="course/now/:what/:id", component=TellWhen),
        ft.Route(path="course/care", component=AftercareScreen),
    ]
