"""Ashbourne Vale's teams and staff, as tables. Place and people are invented."""

from __future__ import annotations

from models import Role, TeamKind
from records.register.invented import StaffRow, TeamRow

CLUSTER_SERVICE = "cluster"
LOOKED_AFTER_SERVICE = "looked_after"


NORTHGATE_EAST = "Northgate East Cluster Team"
NORTHGATE_WEST = "Northgate West Cluster Team"
NORTHGATE_DISABILITY = "Northgate Child Health and Disability Team"
RIVERSIDE_MILL = "Riverside Mill Cluster Team"
RIVERSIDE_QUAYS = "Riverside Quays Cluster Team"
RIVERSIDE_DISABILITY = "Riverside Child Health and Disability Team"
YOUNGER = "Looked After Children 0 to 12 Team"
OLDER = "Looked After Children 13 Plus Team"

TEAMS = (
    TeamRow(NORTHGATE_EAST, TeamKind.CLUSTER, CLUSTER_SERVICE, "Northgate"),
    TeamRow(NORTHGATE_WEST, TeamKind.CLUSTER, CLUSTER_SERVICE, "Northgate"),
    TeamRow(NORTHGATE_DISABILITY, TeamKind.DISABILITY, CLUSTER_SERVICE, "Northgate"),
    TeamRow(RIVERSIDE_MILL, TeamKind.CLUSTER, CLUSTER_SERVICE, "Riverside"),
    TeamRow(RIVERSIDE_QUAYS, TeamKind.CLUSTER, CLUSTER_SERVICE, "Riverside"),
    TeamRow(RIVERSIDE_DISABILITY, TeamKind.DISABILITY, CLUSTER_SERVICE, "Riverside"),
    TeamRow(YOUNGER, TeamKind.LOOKED_AFTER_0_12, LOOKED_AFTER_SERVICE, None),
    TeamRow(OLDER, TeamKind.LOOKED_AFTER_13_PLUS, LOOKED_AFTER_SERVICE, None),
)

LEADER, WORKER = Role.TEAM_LEADER, Role.SOCIAL_WORKER

TEAM_STAFF = (
    StaffRow("priya.raghunathan", "Priya Raghunathan", LEADER, "SW9001013", NORTHGATE_EAST),
    StaffRow("hannah.whitcombe", "Hannah Whitcombe", WORKER, "SW9001027", NORTHGATE_EAST),
    StaffRow("daniel.okafor", "Daniel Okafor", WORKER, "SW9001031", NORTHGATE_EAST),
    StaffRow("bethan.llewellyn-price", "Bethan Llewellyn-Price", WORKER, "SW9001044", NORTHGATE_EAST),
    StaffRow("saoirse.nidhomhnaill", "Saoirse Ní Dhomhnaill", WORKER, "SW9001058", NORTHGATE_EAST),
    StaffRow("simon.garrowby", "Simon Garrowby", WORKER, "SW9001062", NORTHGATE_EAST, active=False),
    StaffRow("gareth.pemberton", "Gareth Pemberton", LEADER, "SW9001076", NORTHGATE_WEST),
    StaffRow("chloe.ashdown", "Chloe Ashdown", WORKER, "SW9001089", NORTHGATE_WEST),
    StaffRow("ibrahim.al-sayed", "Ibrahim Al-Sayed", WORKER, "SW9001093", NORTHGATE_WEST),
    StaffRow("rosie.tranter", "Rosie Tranter", WORKER, "SW9001106", NORTHGATE_WEST),
    StaffRow("marguerite.fontaine", "Marguerite Fontaine", LEADER, "SW9001110", NORTHGATE_DISABILITY),
    StaffRow("oluwaseun.bankole", "Oluwaseun Bankole", WORKER, "SW9001124", NORTHGATE_DISABILITY),
    StaffRow("megan.fairclough", "Megan Fairclough", WORKER, "SW9001137", NORTHGATE_DISABILITY),
    StaffRow("joanne.thistlewood", "Joanne Thistlewood", LEADER, "SW9001141", RIVERSIDE_MILL),
    StaffRow("nikolai.petrenko", "Nikolai Petrenko", WORKER, "SW9001155", RIVERSIDE_MILL),
    StaffRow("abigail.munroe", "Abigail Munroe", WORKER, "SW9001168", RIVERSIDE_MILL),
    StaffRow("harpreet.gill", "Harpreet Kaur Gill", WORKER, "SW9001172", RIVERSIDE_MILL),
    StaffRow("stephen.oduya", "Stephen Oduya", LEADER, "SW9001186", RIVERSIDE_QUAYS),
    StaffRow("zoe.hardcastle", "Zoë Hardcastle", WORKER, "SW9001199", RIVERSIDE_QUAYS),
    StaffRow("farah.siddiqui", "Farah Siddiqui", WORKER, "SW9001203", RIVERSIDE_QUAYS),
    StaffRow("liam.brannigan", "Liam Brannigan", WORKER, "SW9001217", RIVERSIDE_QUAYS),
    StaffRow("callum.forsyth", "Callum Forsyth", LEADER, "SW9001220", RIVERSIDE_DISABILITY),
    StaffRow("thandiwe.moyo", "Thandiwe Moyo", WORKER, "SW9001234", RIVERSIDE_DISABILITY),
    StaffRow("peter.sallow", "Peter Sallow", WORKER, "SW9001248", RIVERSIDE_DISABILITY),
    StaffRow("caroline.eastaugh", "Caroline Eastaugh", LEADER, "SW9001251", YOUNGER),
    StaffRow("jamila.yusuf", "Jamila Yusuf", WORKER, "SW9001265", YOUNGER),
    StaffRow("rhys.cadwallader", "Rhys Cadwallader", WORKER, "SW9001279", YOUNGER),
    StaffRow("dorothea.blake", "Dorothea Blake", WORKER, "SW9001282", YOUNGER),
    StaffRow("mei-ling.tan", "Mei-Ling Tan", WORKER, "SW9001296", YOUNGER),
    StaffRow("yvette.lamarr", "Yvette Lamarr", WORKER, "SW9001300", YOUNGER, active=False),
    StaffRow("marcus.bellweather", "Marcus Bellweather", LEADER, "SW9001313", OLDER),
    StaffRow("tomasz.zielinski", "Tomasz Zieliński", WORKER, "SW9001327", OLDER),
    StaffRow("grace.nakamura", "Grace Nakamura", WORKER, "SW9001331", OLDER),
    StaffRow("leon.stclair", "Leon St. Clair", WORKER, "SW9001345", OLDER),
    StaffRow("aoife.kinsella", "Aoife Kinsella", WORKER, "SW9001358", OLDER),
)

LOCALITY_LEADER, MANAGER = Role.LOCALITY_LEADER, Role.SERVICE_DELIVERY_MANAGER
HEAD, SUPPORT = Role.HEAD_OF_SERVICE, Role.BUSINESS_SUPPORT

OTHER_STAFF = (
    StaffRow(
        "denise.holroyd", "Denise Holroyd", LOCALITY_LEADER, "SW9001362", service=CLUSTER_SERVICE, locality="Northgate"
    ),
    StaffRow(
        "anil.deshmukh", "Anil Deshmukh", LOCALITY_LEADER, "SW9001375", service=CLUSTER_SERVICE, locality="Riverside"
    ),
    StaffRow("katherine.boswell", "Katherine Boswell", MANAGER, "SW9001389", service=CLUSTER_SERVICE),
    StaffRow("victor.adeleke", "Victor Adeleke", MANAGER, "SW9001393", service=LOOKED_AFTER_SERVICE),
    StaffRow("eleanor.stanbridge", "Eleanor Stanbridge", HEAD, "SW9001407", service=CLUSTER_SERVICE),
    StaffRow("rajesh.chaudhuri", "Rajesh Chaudhuri", HEAD, "SW9001410", service=LOOKED_AFTER_SERVICE),
    StaffRow("pauline.merriweather", "Pauline Merriweather", SUPPORT, None, service=CLUSTER_SERVICE),
    StaffRow("jordan.tuckwell", "Jordan Tuckwell", SUPPORT, None, service=LOOKED_AFTER_SERVICE),
    StaffRow("winifred.osgood", "Winifred Osgood", Role.AUDITOR, None),
)

STAFF = TEAM_STAFF + OTHER_STAFF
STAFF_BY_KEY = {row.key: row for row in STAFF}
