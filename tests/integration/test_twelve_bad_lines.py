"""A night's files with twelve bad lines of twelve kinds: the rest is loaded, and the twelve can be mended and loaded."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask as App

from models import Allocation, Child, ChildSpell, Staff, Team
from records import clock
from tests import factories
from tests.data import story
from tests.data.council import NORTHGATE_EAST
from tests.integration.conftest import changes_since, everything

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("app")]

TODAY = clock.today()
BEGAN, BEFORE = TODAY - timedelta(days=30), TODAY - timedelta(days=60)
WORKER = "new.worker@council.example"

TEAMS = f"""\
name,kind,service
Brook Lane Team,cluster,cluster
Mill Road Team,nowhere,cluster
"""
STAFF = f"""\
Email;Name;Role;Team;Social Work ID
{WORKER};Rowan Ellery;social_worker;{NORTHGATE_EAST};sw 123456
b.placed@council.example;Bea Placed;social_worker;Nowhere Team;SW123457
c.number@council.example;Cal Number;social_worker;{NORTHGATE_EAST};123458
not an address;Dee Address;social_worker;{NORTHGATE_EAST};SW123459
"""
CHILDREN = f"""\
Name,LOCAL_ID,date_of_birth,status,placement,communication_needs
Ada Lovell,T1,2014-03-27 00:00:00,looked_after,U4,
Ben Ofori,T2,27/03/12,child_in_need,,
Cara Quill,T3,2015-02-29,child_in_need,,
"Dan Roe,T4,2016-01-31,child_in_need,,
Eve Stone,T5,2016-01-31,child_in_need,
Fay Tully,T6,2016-01-31,child_in_need,Q9,
Gus Vane,T7,2016-01-31,child_in_need,,
Gus Vance,T7,2016-01-31,child_in_need,,
Hal Wood,T8,2016-01-31,child_in_need,,
"""
ALLOCATIONS = f"""\
child,worker,started_on,ended_on
T1,{WORKER},{BEGAN},
T2,{WORKER},{BEGAN},
T8,nobody@council.example,{BEGAN},
T8,{WORKER},{BEGAN},{BEFORE}
"""
# What is refused, in the order in which it is told: file, line, column; the last two depend on others.
REFUSED = [
    "teams.csv, line 3, kind 'nowhere'",
    "staff.csv, line 4, social_work_id '123458'",
    "staff.csv, line 5, email 'not an address'",
    "children.csv, line 3, date_of_birth '27/03/12'",
    "children.csv, line 4, date_of_birth '2015-02-29'",
    "children.csv, line 5, whole line '\"Dan Roe,T4,2016-01-31,child_in_need,,'",
    "children.csv, line 6, whole line 'Eve Stone | T5 | 2016-01-31 | child_in_need | '",
    "children.csv, line 7, placement 'Q9'",
    "children.csv, line 8, local_id 'T7'",
    "children.csv, line 9, local_id 'T7'",
    "staff.csv, line 3, team 'Nowhere Team'",
    "allocations.csv, line 4, worker 'nobody@council.example'",
    "allocations.csv, line 5, ended_on '{BEFORE}'",
    "allocations.csv, line 3, child 'T2'",
]
