#!/usr/bin/env python3
"""Writes an OCI image layout with the images that the cases push, the same ones every time.

usage: oci_images.py FOLDER

Tags: `app` and `other` (three layers each), `multi` (an index of linux/amd64 and linux/arm64), `empty` (no layers).
"""
import gzip
import hashlib
import io
import json
import pathlib
import sys
import tarfile

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def store(folder, media_type, body):
    """Stores bytes by their digest and returns the descriptor."""
    digest = hashlib.sha256(body).hexdigest()
    (folder / "blobs" / "sha256" / digest).write_bytes(body)
    return {"mediaType": media_type, "digest": "sha256:" + digest, "size": len(body)}


def store_json(folder, media_type, value):
    return store(folder, media_type, json.dumps(value, separators=(",", ":")).encode())


def layer(files):
    """A tar with fixed times and owners, so that its digest never changes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text.encode()))
    return out.getvalue()


def image(folder, name, architecture, layers):
    descriptors = [store(folder, LAYER, gzip.compress(tar, mtime=0)) for tar in layers]
    config = store_json(folder, CONFIG, {
        "architecture": architecture,
        "os": "linux",
        "config": {"Cmd": ["/bin/" + name]},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(tar).hexdigest() for tar in layers]},
    })
    return store_json(folder, MANIFEST, {
        "schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": descriptors})


def three_layers(name, architecture):
    return [
        layer({"etc/os-release": "ID=inkan-interop\n"}),
        layer({"usr/lib/lib%d.so" % n: ("%s %s %d\n" % (name, architecture, n)) * 500 for n in range(8)}),
        layer({"bin/" + name: "#!/bin/sh\necho %s on %s\n" % (name, architecture)}),
    ]


def main(folder):
    (folder / "blobs" / "sha256").mkdir(parents=True)
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    children = []
    for architecture in ("amd64", "arm64"):
        child = image(folder, "multi", architecture, three_layers("multi", architecture))
        children.append({**child, "platform": {"architecture": architecture, "os": "linux"}})
    tags = {
        "app": image(folder, "app", "amd64", three_layers("app", "amd64")),
        "other": image(folder, "other", "amd64", three_layers("other", "amd64")),
        "multi": store_json(folder, INDEX, {"schemaVersion": 2, "mediaType": INDEX, "manifests": children}),
        "empty": image(folder, "empty", "amd64", []),
    }
    manifests = [{**descriptor, "annotations": {"org.opencontainers.image.ref.name": tag}}
                 for tag, descriptor in tags.items()]
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests}))


main(pathlib.Path(sys.argv[1]))
