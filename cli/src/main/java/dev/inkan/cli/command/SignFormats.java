package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import dev.inkan.registry.RegistryReader;
import dev.inkan.signer.BundleStyle;
import dev.inkan.signer.SignatureStyle;
import dev.inkan.signer.SimpleSigningStyle;
import dev.inkan.signer.key.SigningKey;
import java.util.List;
import java.util.Optional;

/** The formats that a run signs in, in their order. */
record SignFormats(List<String> names) {
  static final Flag FLAG =
      Flag.of(
              "--format",
              "FORMAT",
              "sigstore: a v0.3 bundle as an OCI referrer, what cosign 3 writes (default); cosign: the .sig tag of "
                  + "cosign 1 and 2 and podman; given twice, both")
          .oneOf(List.of(SigstoreBundle.NAME, SimpleSigning.NAME))
          .repeated(null);

  private static final List<String> TO_COME = List.of("notary-jws", "notary-cose");

  SignFormats {
    names = List.copyOf(names);
  }

  static SignFormats read(Arguments arguments) throws Failure {
    List<String> names = arguments.values(FLAG).stream().distinct().toList();
    for (String name : names) {
      if (!name.equals(SigstoreBundle.NAME) && !name.equals(SimpleSigning.NAME)) {
        throw Failure.unusable(
            arguments.source(FLAG) + " " + name
                + (TO_COME.contains(name) ? " is not in this version yet" : " is no format"),
            "the formats of this version are sigstore and cosign");
      }
    }
    return new SignFormats(names.isEmpty() ? List.of(SigstoreBundle.NAME) : names);
  }

  List<SignatureStyle> styles(SigningKey key, RegistryReader reader) {
    return names.stream()
        .map(name -> name.equals(SimpleSigning.NAME)
            ? new SimpleSigningStyle(key, reader)
            : (SignatureStyle) new BundleStyle(key, reader))
        .toList();
  }

  /** Whether one of them signs a name for the image. */
  boolean signName() {
    return names.contains(SimpleSigning.NAME);
  }

  /** Which verifiers will not see what these formats write; nothing when each sees something. */
  Optional<String> blindSpot() {
    if (names.size() > 1) {
      return Optional.empty();
    }
    return Optional.of(
        signName()
            ? "cosign 2.6 and 3 will not see it beside any bundle, nor will what looks at referrers only; older "
                + "cosign, podman, skopeo and CRI-O do"
            : "cosign before 2.6, podman, skopeo and others that look for .sig tags will not see it; cosign 3 does");
  }
}
