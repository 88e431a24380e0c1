#!/usr/bin/env bash
# Writes into Web/sw.js which files make the shell and the version that they have; --check only says whether it is right.
set -euo pipefail
cd -- "$(dirname -- "$0")/.."

python3 - "${1:-}" <<'PYTHON'
import hashlib, os, re, sys

web = "Web"
pages = {"index.html": "/", "explore.html": "/explore", "sign-in.html": "/sign-in", "badge.html": "/badge", "places.html": "/places", "place.html": "/place", "editor.html": "/editor", "moderation.html": "/moderation", "people.html": "/people", "import.html": "/import", "docs/api.html": "/docs/api"}
files = ["manifest.webmanifest", "vendor/maplibre-gl.js", "vendor/maplibre-gl.css", *pages]
for name in os.listdir(os.path.join(web, "assets")):
    if not name.startswith(".") and not name.startswith("icon-maskable"):
        files.append(f"assets/{name}")

# MapLibre is pinned by scripts/vendor.sh, and absent before the first set-up: its pins stand for it.
digest = hashlib.sha256()
for name in sorted(files):
    path = "scripts/vendor.sh" if name.startswith("vendor/") else os.path.join(web, name)
    with open(path, "rb") as file:
        digest.update(name.encode() + b"\0" + file.read())
paths = sorted(pages.get(name, "/" + name) for name in files)

with open(os.path.join(web, "sw.js"), encoding="utf-8") as file:
    old = file.read()
new = re.sub(r"const version = '[^']*';", f"const version = '{digest.hexdigest()[:16]}';", old)
listed = "".join(f"  '{path}',\n" for path in paths)
new = re.sub(r"const shell = \[\n.*?\];", f"const shell = [\n{listed}];", new, flags=re.S)
if new == old:
    sys.exit(0)
if sys.argv[1] == "--check":
    print("Web/sw.js does not name the shell as it is; run scripts/web-version.sh", file=sys.stderr)
    sys.exit(1)
with open(os.path.join(web, "sw.js"), "w", encoding="utf-8") as file:
    file.write(new)
PYTHON
