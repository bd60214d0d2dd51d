"""A fictional council, to try everything without a real child's name. Never for production."""

from records.demo.accounts import DEMO_PASSWORD, DemoAccount, demo_accounts
from records.demo.corrected import write_correction
from records.demo.followed import write_what_followed
from records.demo.kept import write_kept
from records.demo.lately import STORIES as LATELY
from records.demo.letters import write_letters
from records.demo.living import write_records
from records.demo.load import load_demo_council
from records.demo.stories import STORIES

__all__ = [
    "DEMO_PASSWORD",
    "LATELY",
    "STORIES",
    "DemoAccount",
    "demo_accounts",
    "load_demo_council",
    "write_correction",
    "write_kept",
    "write_letters",
    "write_records",
    "write_what_followed",
]
