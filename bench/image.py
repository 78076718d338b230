#!/usr/bin/env python3
"""Writes an OCI image layout with one image of random layers under the tag 1.

usage: image.py FOLDER NUMBER-OF-LAYERS BYTES-OF-A-LAYER
"""
import hashlib
import json
import os
import pathlib
import sys

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"


def store(folder, media_type, pieces):
    """Stores a blob by the digest of its pieces, one at a time in memory, and returns its descriptor."""
    digest, size, unnamed = hashlib.sha256(), 0, folder / "blobs" / "sha256" / "unnamed"
    with open(unnamed, "wb") as out:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    unnamed.rename(unnamed.with_name(digest.hexdigest()))
    return {"mediaType": media_type, "digest": "sha256:" + digest.hexdigest(), "size": size}


def noise(size):
    while size > 0:
        yield os.urandom(min(size, 1 << 20))
        size -= 1 << 20


def main(folder, layers, size):
    (folder / "blobs" / "sha256").mkdir(parents=True)
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    descriptors = [store(folder, LAYER, noise(size)) for _ in range(layers)]
    rootfs = {"type": "layers", "diff_ids": [descriptor["digest"] for descriptor in descriptors]}
    config = {"architecture": "amd64", "os": "linux", "rootfs": rootfs}
    manifest = {
        "schemaVersion": 2, "mediaType": MANIFEST, "layers": descriptors,
        "config": store(folder, CONFIG, [json.dumps(config).encode()])}
    listed = store(folder, MANIFEST, [json.dumps(manifest).encode()])
    listed["annotations"] = {"org.opencontainers.image.ref.name": "1"}
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [listed]}))


main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
