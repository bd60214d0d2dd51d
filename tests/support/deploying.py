"""deploy/ with the paths of this machine put in."""

from __future__ import annotations

import getpass
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.sources import ROOT

DEPLOY = ROOT / "deploy"
INSTALLED_AT = "/opt/handover"


def units_here(folder: Path) -> Path:
    """A copy of the systemd units that runs the programs of this checkout; systemd looks for drop-ins beside them."""
    copied = shutil.copytree(DEPLOY / "systemd", folder / "systemd")
    for file in filter(Path.is_file, copied.rglob("*")):
        file.write_text(_here(file.read_text()))
    return copied


def command_of(unit: str) -> list[str]:
    """What a service starts, with this checkout's programs."""
    [line] = re.findall(r"^ExecStart=(.+)$", (DEPLOY / "systemd" / unit).read_text(), re.MULTILINE)
    return shlex.split(_here(line))


def _here(text: str) -> str:
    programs = str(Path(sys.executable).parent)
    return text.replace(f"{INSTALLED_AT}/.venv/bin", programs).replace(INSTALLED_AT, str(ROOT))


def nginx_here(folder: Path, *, https: int, http: int, app: int) -> Path:
    """A configuration of nginx that serves deploy/nginx on these ports of loopback; its logs are folder/*.log.

    The certificate is folder/certificate.pem with folder/key.pem. gzip is on around it, as in Debian's nginx.conf.
    """
    changes = {
        "listen [::]:443 ssl http2;": "",
        "listen [::]:80;": "",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        "listen 80;": f"listen 127.0.0.1:{http};",
        "127.0.0.1:8000": f"127.0.0.1:{app}",
        "/etc/ssl/handover/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
        "/etc/nginx/": f"{folder}/",
    }
    for file in (DEPLOY / "nginx").iterdir():
        (folder / file.name).write_text(_changed(file.read_text(), changes))
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\nuser {getpass.getuser()};\nworker_processes 1;\n"
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log info;\n"
        f"events {{ worker_connections 512; }}\n"
        f"http {{\naccess_log {folder}/access.log;\ngzip on;\ngzip_proxied any;\n{temporary}"
        f"include {folder}/upstream.conf;\ninclude {folder}/handover.conf;\n}}\n"
    )
    return whole


def _changed(text: str, changes: Mapping[str, str]) -> str:
    for before, after in changes.items():
        text = text.replace(before, after)
    return text
