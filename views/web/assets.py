"""URLs of built assets. They contain a hash of the content, so that browsers may cache them for ever."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask, Response, request

from views.web.guard import open_to_anyone


def serve(app: Flask) -> None:
    """Read the build's manifest and add the template function `asset_url('handover.css')`."""
    manifest_file = Path(app.static_folder or "static") / "build" / "manifest.json"
    if not manifest_file.exists():
        raise RuntimeError("The browser assets are not built: run bin/build-assets.")
    manifest = json.loads(manifest_file.read_text())

    def asset_url(name: str) -> str:
        return f"{request.script_root}{app.static_url_path}/build/{manifest[name]}"

    app.add_template_global(asset_url)
    app.after_request(_keep_built_assets)
    open_to_anyone(app.view_functions["static"])  # type: ignore[arg-type]


def _keep_built_assets(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
