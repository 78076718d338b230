// What podman, skopeo and CRI-O do with policy.json and sigstore keys: containers/image, and nothing around it.
//
// usage: containers-image admit POLICY REGISTRIES.D SOURCE FOLDER
//
//	containers-image sign KEY REGISTRIES.D SOURCE DESTINATION
//
// admit copies SOURCE into FOLDER if the policy allows it; sign copies SOURCE to DESTINATION and signs it there; the
// key's password is in COSIGN_PASSWORD. References are docker://HOST/REPO[:TAG|@DIGEST], dir:FOLDER or oci:FOLDER[:TAG].
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"go.podman.io/image/v5/copy"
	_ "go.podman.io/image/v5/directory"
	_ "go.podman.io/image/v5/docker"
	_ "go.podman.io/image/v5/oci/layout"
	"go.podman.io/image/v5/signature"
	"go.podman.io/image/v5/transports"
	"go.podman.io/image/v5/types"
)

func main() {
	if len(os.Args) != 6 {
		fail(fmt.Errorf("five arguments are needed: admit|sign FILE REGISTRIES.D SOURCE DESTINATION"))
	}
	// Nothing of this machine's own configuration but what is named.
	system := &types.SystemContext{RegistriesDirPath: os.Args[3], SystemRegistriesConfPath: os.DevNull,
		SystemRegistriesConfDirPath: os.Args[3], DockerInsecureSkipTLSVerify: types.OptionalBoolTrue}
	options := &copy.Options{SourceCtx: system, DestinationCtx: system}
	policy := &signature.Policy{Default: signature.PolicyRequirements{signature.NewPRInsecureAcceptAnything()}}
	destination := os.Args[5]
	switch os.Args[1] {
	case "admit":
		policy = must(signature.NewPolicyFromFile(os.Args[2]))
		destination = "dir:" + destination
	case "sign":
		options.ImageListSelection = copy.CopyAllImages
		options.SignBySigstorePrivateKeyFile = os.Args[2]
		options.SignSigstorePrivateKeyPassphrase = []byte(os.Getenv("COSIGN_PASSWORD"))
	default:
		fail(fmt.Errorf("neither admit nor sign: %s", os.Args[1]))
	}
	must(copy.Image(context.Background(), must(signature.NewPolicyContext(policy)),
		reference(destination), reference(os.Args[4]), options))
}

func reference(text string) types.ImageReference {
	transport, rest, _ := strings.Cut(text, ":")
	if transports.Get(transport) == nil {
		fail(fmt.Errorf("unknown transport: %s", text))
	}
	return must(transports.Get(transport).ParseReference(rest))
}

func must[T any](value T, err error) T {
	if err != nil {
		fail(err)
	}
	return value
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
