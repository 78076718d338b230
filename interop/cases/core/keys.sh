# Key files of one tool in the hands of the other. No registry.
# on: none
# needs: inkan cosign openssl
# shellcheck shell=bash

# Both tools must take the same public key out of a private one, and it must be the one in the file beside it.
_all_derive_the_same_public_key_from() { # PREFIX
  exits 0 cosign public-key --key "$1.key"
  grep -v '^$' out >by-cosign.pub
  exits 0 inkan key public --key "$1.key"
  cp out by-inkan.pub
  local file
  for file in "$1.pub" by-cosign.pub by-inkan.pub; do
    same "$(openssl pkey -pubin -in "$1.pub" -outform DER | sha256sum)" \
      "$(openssl pkey -pubin -in "$file" -outform DER | sha256sum)" "public key in $file"
  done
}

cosign_reads_the_p256_key_that_inkan_made() { _all_derive_the_same_public_key_from "$(inkan_key p256)"; }
cosign_reads_the_p384_key_that_inkan_made() { _all_derive_the_same_public_key_from "$(inkan_key p384)"; }
cosign_reads_the_p521_key_that_inkan_made() { _all_derive_the_same_public_key_from "$(inkan_key p521)"; }
cosign_reads_the_rsa3072_key_that_inkan_made() { _all_derive_the_same_public_key_from "$(inkan_key rsa3072)"; }
cosign_reads_the_rsa4096_key_that_inkan_made() { _all_derive_the_same_public_key_from "$(inkan_key rsa4096)"; }
cosign_reads_the_ed25519_key_that_inkan_made() { _all_derive_the_same_public_key_from "$(inkan_key ed25519)"; }

inkan_reads_the_key_that_cosign_made() { _all_derive_the_same_public_key_from "$(cosign_key)"; }
inkan_reads_the_p384_key_that_cosign_imported() { _all_derive_the_same_public_key_from "$(imported_key p384)"; }
inkan_reads_the_p521_key_that_cosign_imported() { _all_derive_the_same_public_key_from "$(imported_key p521)"; }
inkan_reads_the_rsa3072_key_that_cosign_imported() { _all_derive_the_same_public_key_from "$(imported_key rsa3072)"; }
inkan_reads_the_ed25519_key_that_cosign_imported() { _all_derive_the_same_public_key_from "$(imported_key ed25519)"; }

a_key_of_cosign_opens_with_its_password_only() {
  local key
  key=$(cosign_key)
  unset INKAN_PASSWORD
  COSIGN_PASSWORD='test' exits 0 inkan key public --key "$key.key"
  COSIGN_PASSWORD=wrong exits 2 inkan key public --key "$key.key"
  says 'password'
}

no_tool_overwrites_a_key_that_inkan_made() {
  exits 0 inkan key generate --output-key-prefix mine
  same 600 "$(stat -c %a mine.key)" "mode of the private key"
  local before
  before=$(sha256sum mine.key mine.pub)
  exits 2 inkan key generate --output-key-prefix mine
  same "$before" "$(sha256sum mine.key mine.pub)" "the key files"
}
