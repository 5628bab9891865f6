"""A small Hub on loopback that keeps what it is sent: enough of its API for the real client to push and to load."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN, READER = "hf_writer", "hf_reader"
OWNER = "somebody"
LFS = (".parquet", ".png")


class Hub:
    """What the server keeps: by repository its files, commits and tags; blobs by SHA-256; and what was asked."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, bytes]] = {}
        self.commits: dict[str, list[str]] = {}
        self.tags: dict[str, dict[str, str]] = {}
        self.private: dict[str, bool] = {}
        self.blobs: dict[str, bytes] = {}
        self.uploads: list[str] = []  # each transfer of a blob
        self.asked: list[str] = []
        self.fail_after: int | None = None  # transfers after which the connection breaks
        self.url = ""

    def commit(self, repo: str) -> str:
        content = json.dumps(
            {name: hashlib.sha256(data).hexdigest() for name, data in sorted(self.files[repo].items())}
        )
        oid = hashlib.sha1(f"{content}{len(self.commits[repo])}".encode()).hexdigest()
        self.commits[repo].append(oid)
        return oid


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def answer(self, status: int, body: Any = b"", headers: dict[str, str] | None = None) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {
            "Content-Length": str(len(data)),
            "Content-Type": "application/json",
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def refuse(self, status: int, code: str = "") -> None:
        self.answer(status, {"error": code or "no"}, {"X-Error-Code": code, "X-Error-Message": code})

    def handle_any(self) -> None:
        self.hub.asked.append(f"{self.command} {self.path}")
        length = int(self.headers.get("Content-Length") or 0)
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(length)
        path = unquote(urlsplit(self.path).path)
        for method, pattern, act in ROUTES:
            if self.command in method.split("|") and (found := re.fullmatch(pattern, path)):
                act(self, body, *found.groups())
                return
        self.refuse(404)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = handle_any

    def token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def may_write(self) -> bool:
        if self.token() != TOKEN:
            self.refuse(403 if self.token() == READER else 401)
            return False
        return True

    def known(self, repo: str) -> bool:
        if repo not in self.hub.files:
            self.refuse(404, "RepoNotFound")
            return False
        return True


def whoami(h: Handler, body: bytes) -> None:
    if h.token() not in (TOKEN, READER):
        return h.refuse(401)
    h.answer(200, {"type": "user", "name": OWNER, "auth": {"accessToken": {"role": "write"}}, "orgs": []})


def validate_yaml(h: Handler, body: bytes) -> None:
    h.answer(200, {"errors": [], "warnings": []})


def create(h: Handler, body: bytes) -> None:
    if not h.may_write():
        return
    asked = json.loads(body)
    repo = f"{asked.get('organization') or OWNER}/{asked['name']}"
    if repo in h.hub.files:
        return h.answer(409, {"url": f"{h.hub.url}/datasets/{repo}"})
    h.hub.files[repo] = {".gitattributes": b"*.parquet filter=lfs\n"}
    h.hub.commits[repo], h.hub.tags[repo], h.hub.private[repo] = (
        [],
        {},
        asked.get("private") or asked.get("visibility") == "private",
    )
    h.hub.commit(repo)
    h.answer(200, {"url": f"{h.hub.url}/datasets/{repo}", "name": repo, "id": repo})


def head_of(h: Handler, repo: str, revision: str | None) -> str | None:
    commits, tags = h.hub.commits[repo], h.hub.tags[repo]
    if revision in (None, "main"):
        return commits[-1]
    return tags.get(revision) or (revision if revision in commits else None)


def info(h: Handler, body: bytes, repo: str, revision: str | None = None) -> None:
    if not h.known(repo):
        return
    oid = head_of(h, repo, revision)
    if oid is None:
        return h.refuse(404, "RevisionNotFound")
    siblings = [{"rfilename": name} for name in sorted(h.hub.files[repo])]
    date = "2026-01-01T00:00:00.000Z"
    h.answer(200, {"_id": repo, "id": repo, "sha": oid, "siblings": siblings, "private": False, "tags": [], "downloads": 0,
                   "lastModified": date, "createdAt": date, "likes": 0, "disabled": False, "gated": False})  # fmt: skip


def entry(name: str, data: bytes) -> dict[str, Any]:
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    found: dict[str, Any] = {"type": "file", "oid": blob, "size": len(data), "path": name}
    if name.endswith(LFS):
        found["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
    return found


def tree(h: Handler, body: bytes, repo: str, revision: str, folder: str | None = None) -> None:
    if not h.known(repo):
        return
    asked = parse_qs(urlsplit(h.path).query)
    deep = asked.get("recursive", ["false"])[0].lower() in ("true", "1")
    start = f"{folder}/" if folder else ""
    found: dict[str, dict[str, Any]] = {}
    for name, data in sorted(h.hub.files[repo].items()):
        if not name.startswith(start):
            continue
        parts = name[len(start) :].split("/")
        for depth in range(1, len(parts)):
            inner = start + "/".join(parts[:depth])
            if deep or depth == 1:
                found[inner] = {
                    "type": "directory",
                    "oid": hashlib.sha1(inner.encode()).hexdigest(),
                    "size": 0,
                    "path": inner,
                }
        if deep or len(parts) == 1:
            found[name] = entry(name, data)
    if folder and not found:
        return h.refuse(404, "EntryNotFound")
    h.answer(200, list(found.values()))


def paths_info(h: Handler, body: bytes, repo: str, revision: str) -> None:
    if not h.known(repo):
        return
    asked = json.loads(body)["paths"] if body.startswith(b"{") else parse_qs(body.decode()).get("paths", [])
    files = h.hub.files[repo]
    found = [entry(name, files[name]) for name in asked if name in files]
    found += [{"type": "directory", "oid": "0" * 40, "size": 0, "path": name} for name in asked
              if any(other.startswith(f"{name}/") for other in files)]  # fmt: skip
    h.answer(200, found)


def refs(h: Handler, body: bytes, repo: str) -> None:
    if h.known(repo):
        tags = [
            {"name": name, "ref": f"refs/tags/{name}", "targetCommit": oid} for name, oid in h.hub.tags[repo].items()
        ]
        main = {"name": "main", "ref": "refs/heads/main", "targetCommit": h.hub.commits[repo][-1]}
        h.answer(200, {"branches": [main], "converts": [], "tags": tags})


def preupload(h: Handler, body: bytes, repo: str, revision: str) -> None:
    if h.may_write() and h.known(repo):
        files = [
            {
                "path": file["path"],
                "uploadMode": "lfs" if file["path"].endswith(LFS) else "regular",
                "shouldIgnore": False,
            }
            for file in json.loads(body)["files"]
        ]
        h.answer(200, {"files": files})


def batch(h: Handler, body: bytes, repo: str) -> None:
    if not h.may_write():
        return
    objects = []
    for item in json.loads(body)["objects"]:
        action = (
            {} if item["oid"] in h.hub.blobs else {"actions": {"upload": {"href": f"{h.hub.url}/blob/{item['oid']}"}}}
        )
        objects.append({**item, **action})
    h.answer(200, {"transfer": "basic", "objects": objects})


def blob(h: Handler, body: bytes, oid: str) -> None:
    if h.hub.fail_after is not None and len(h.hub.uploads) >= h.hub.fail_after:
        return h.refuse(403)
    assert hashlib.sha256(body).hexdigest() == oid
    h.hub.blobs[oid] = body
    h.hub.uploads.append(oid)
    h.answer(200)


def commit(h: Handler, body: bytes, repo: str, revision: str) -> None:
    if not (h.may_write() and h.known(repo)):
        return
    files = h.hub.files[repo]
    for line in body.splitlines():
        item = json.loads(line)
        value = item["value"]
        if item["key"] == "file":
            files[value["path"]] = base64.b64decode(value["content"])
        elif item["key"] == "lfsFile":
            files[value["path"]] = h.hub.blobs[value["oid"]]
        elif item["key"] == "deletedFile":
            del files[value["path"]]
    oid = h.hub.commit(repo)
    h.answer(200, {"commitUrl": f"{h.hub.url}/datasets/{repo}/commit/{oid}", "commitOid": oid, "hookOutput": ""})


def tag(h: Handler, body: bytes, repo: str, revision: str) -> None:
    if h.may_write() and h.known(repo):
        name = json.loads(body)["tag"]
        if name in h.hub.tags[repo]:
            return h.refuse(409)
        h.hub.tags[repo][name] = h.hub.commits[repo][-1]
        h.answer(200, {})


def resolve(h: Handler, body: bytes, repo: str, revision: str, name: str) -> None:
    if not h.known(repo):
        return
    data = h.hub.files[repo].get(name)
    if data is None:
        return h.refuse(404, "EntryNotFound")
    headers = {
        "X-Repo-Commit": head_of(h, repo, revision) or "", "ETag": f'"{hashlib.sha256(data).hexdigest()}"',
        "Accept-Ranges": "bytes", "Content-Type": "application/octet-stream",
    }  # fmt: skip
    if span := re.fullmatch(r"bytes=(\d+)-(\d*)", h.headers.get("Range", "")):
        first, last = int(span[1]), min(int(span[2] or len(data)), len(data) - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
        return h.answer(206, data[first : last + 1], headers)
    h.answer(200, data, headers)


REPO = r"([\w.-]+/[\w.-]+)"
ROUTES = [
    ("GET", r"/api/whoami-v2", whoami),
    ("POST", r"/api/validate-yaml", validate_yaml),
    ("POST", r"/api/repos/create", create),
    ("GET", rf"/api/datasets/{REPO}", info),
    ("GET", rf"/api/datasets/{REPO}/revision/([^/]+)", info),
    ("GET", rf"/api/datasets/{REPO}/tree/([^/]+)(?:/(.+))?", tree),
    ("POST", rf"/api/datasets/{REPO}/paths-info/([^/]+)", paths_info),
    ("GET", rf"/api/datasets/{REPO}/refs", refs),
    ("POST", rf"/api/datasets/{REPO}/preupload/([^/]+)", preupload),
    ("POST", rf"/datasets/{REPO}\.git/info/lfs/objects/batch", batch),
    ("PUT", r"/blob/([0-9a-f]{64})", blob),
    ("POST", rf"/api/datasets/{REPO}/commit/([^/]+)", commit),
    ("POST", rf"/api/datasets/{REPO}/tag/([^/]+)", tag),
    ("GET|HEAD", rf"/datasets/{REPO}/resolve/([^/]+)/(.+)", resolve),
]


@contextlib.contextmanager
def serving() -> Iterator[Hub]:
    """A Hub on a free port of loopback."""
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"hub": hub}))
    server.daemon_threads = True
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
