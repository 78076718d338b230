package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.bundle.Dsse;
import dev.inkan.envelope.bundle.FileBundle;
import dev.inkan.envelope.bundle.FileBundle.Content;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Printable;
import dev.inkan.verifier.reason.Reason;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.sigstore.Proof.Proven;
import dev.inkan.verifier.sigstore.Proof.Refused;
import dev.inkan.verifier.trust.Who;
import java.time.Instant;
import java.util.List;

/** Whether a Sigstore bundle proves that a certain signer signed a file: by {@link KeylessCheck}, or by a key. */
public final class BundleCheck {
  private final FileBundle bundle;
  private final Signed signed;
  private final Bytes signature;

  private BundleCheck(FileBundle bundle, Artifact artifact) {
    this.bundle = bundle;
    switch (bundle.content()) {
      case Content.Statement(Dsse dsse) -> {
        signed = new Signed.Statement(dsse.payload(), dsse.preAuthentication());
        signature = dsse.signature().value();
      }
      case Content.Message message -> {
        signed = switch (artifact) {
          case Artifact.Content file -> new Signed.File(file.bytes());
          case Artifact.Hashed known -> new Signed.FileHash(known.hashes());
        };
        signature = message.signature();
      }
    }
  }

  /**
   * Checks a bundle. Trusted keys need neither logs nor timestamps; what those say makes it neither better nor worse.
   *
   * @param now beyond which no time counts that a service claims
   */
  public static Proof check(FileBundle bundle, Artifact artifact, Who who, Instant now) {
    try {
      var check = new BundleCheck(bundle, artifact);
      Proven proven = switch (who) {
        case Who.Key(VerificationKey key) -> check.byKey(key);
        case Who.Identity identity -> check.keyless(identity).prove(bundle.material(), identity, now);
      };
      check.requireAbout(artifact);
      return proven;
    } catch (Finding e) {
      return new Refused(e.reason());
    }
  }

  private Proven byKey(VerificationKey key) throws Finding {
    if (bundle.material() instanceof Material.Certificates) {
      throw new Finding(Code.NOT_A_KEY_SIGNATURE, "it came with a certificate, and a key's signature is asked for");
    }
    KeylessCheck.requireSignature(signed, key, signature);
    return new Proven(null, List.of(), List.of());
  }

  private KeylessCheck keyless(Who.Identity identity) {
    return new KeylessCheck(
        signed, signature, bundle.evidence(), bundle.takesPromises(), true, identity.root());
  }

  private void requireAbout(Artifact artifact) throws Finding {
    switch (bundle.content()) {
      case Content.Message message -> requireHint(message);
      case Content.Statement(Dsse dsse) -> requireClaim(dsse, artifact);
    }
  }

  /** A digest that the bundle says besides must be the file's: a bundle of two minds is none. */
  private void requireHint(Content.Message message) throws Finding {
    if (message.digest().isEmpty()) {
      return;
    }
    String algorithm = switch (message.algorithm()) {
      case "SHA2_256" -> "SHA-256";
      case "SHA2_384" -> "SHA-384";
      case "SHA2_512" -> "SHA-512";
      default -> throw new Finding(
          Code.UNKNOWN_FORMAT, "a digest of algorithm " + Printable.quoted(message.algorithm()) + " in the bundle");
    };
    Bytes hash = signed.hash(algorithm);
    if (hash != null && !hash.equals(message.digest())) {
      throw new Finding(Code.WRONG_CLAIM, "the bundle says that it is about another file");
    }
  }

  private void requireClaim(Dsse dsse, Artifact artifact) throws Finding {
    try {
      if (!Claims.read(bundle.envelope(dsse)).isAbout(artifact.digest())) {
        throw new Finding(Code.WRONG_CLAIM, "the statement is not about " + artifact.digest());
      }
    } catch (MalformedEnvelope e) {
      Reason reason = Reason.of(e);
      throw new Finding(reason.code(), reason.detail());
    }
  }
}
