# What a Sigstore instance of our own signed once (testdata/sigstore), asked of cosign and of us. Offline.
# on: none
# needs: inkan cosign jq
# shellcheck shell=bash

_here() { cp "$INTEROP"/../testdata/sigstore/* .; }

IMAGE=ac7ed53571f3cd08659ceb77a89cd3464123a299049af2d4c236ffb371697cd2
ME=(--certificate-identity me@example.test --certificate-oidc-issuer https://issuer.test)

_cosign_on_the_file() { # BUNDLE ROOT
  cosign verify-blob --bundle "$1" --trusted-root "$2" --use-signed-timestamps "${ME[@]}" file.txt
}

_cosign_on_the_image() { # BUNDLE ROOT FLAG...
  local bundle=$1 root=$2
  shift 2
  cosign verify-blob-attestation --new-bundle-format --bundle "$bundle" --trusted-root "$root" "${ME[@]}" \
    --type https://sigstore.dev/cosign/sign/v1 --digest "$IMAGE" --digestAlg sha256 "$@"
}

_inkan_on() { # BUNDLE ROOT ARTIFACT
  inkan verify-bundle --bundle "$1" --trusted-root "$2" "${ME[@]}" "$3"
}

what_our_instance_signed_is_good_for_cosign_and_for_us() {
  _here
  exits 0 _cosign_on_the_file file.sigstore.json trusted_root.json
  exits 0 _inkan_on file.sigstore.json trusted_root.json file.txt
  exits 0 _cosign_on_the_image image-rekor1.sigstore.json trusted_root.json
  exits 0 _inkan_on image-rekor1.sigstore.json trusted_root.json "sha256:$IMAGE"
  exits 0 _cosign_on_the_image image-rekor2.sigstore.json trusted_root.json --use-signed-timestamps
  exits 0 _inkan_on image-rekor2.sigstore.json trusted_root.json "sha256:$IMAGE"
}

a_twin_of_our_instance_is_trusted_by_neither() {
  _here
  exits 1 _cosign_on_the_file file.sigstore.json twin_root.json
  exits 1 _inkan_on file.sigstore.json twin_root.json file.txt
  exits 1 _cosign_on_the_image image-rekor1.sigstore.json twin_root.json
  exits 1 _inkan_on image-rekor1.sigstore.json twin_root.json "sha256:$IMAGE"
}

# Each with one thing altered: index, id, time, proof, checkpoint, body, certificate, timestamp, signature.
altered_evidence_is_refused_by_both() {
  _here
  local entry='.verificationMaterial.tlogEntries[0]' change
  for change in \
    "$entry.inclusionProof.hashes |= .[0:2]" \
    "$entry.inclusionProof.hashes |= reverse" \
    "$entry.inclusionProof.checkpoint.envelope |= sub(\"\\n5\\n\"; \"\\n6\\n\")" \
    "$entry.inclusionProof.checkpoint.envelope |= sub(\"rekor.test\"; \"other.test\")" \
    "$entry.logIndex = \"1\"" \
    "$entry.logId.keyId = \"AAAA\"" \
    "del($entry.inclusionProof)" \
    "del(.verificationMaterial.tlogEntries)" \
    "del(.verificationMaterial.timestampVerificationData)" \
    ".messageSignature.signature = \"MAYCAQECAQE=\"" \
    ".messageSignature.messageDigest.digest = \"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\""; do
    jq -c "$change" file.sigstore.json >altered.json
    exits 1 _cosign_on_the_file altered.json trusted_root.json
    exits 1 _inkan_on altered.json trusted_root.json file.txt
  done
}

somebody_else_did_not_sign_it() {
  _here
  ME=(--certificate-identity you@example.test --certificate-oidc-issuer https://issuer.test)
  exits 1 _cosign_on_the_file file.sigstore.json trusted_root.json
  exits 1 _inkan_on file.sigstore.json trusted_root.json file.txt
  says WRONG_IDENTITY
}
