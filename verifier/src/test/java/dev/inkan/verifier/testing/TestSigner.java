package dev.inkan.verifier.testing;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.bundle.Dsse;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.trust.TrustedSigner;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;

/** A signer with a throw-away P-256 key that signs whatever it is told to, also what nobody should. */
public final class TestSigner {
  /** A kind of statement that is no signature. */
  public static final String PROVENANCE = "https://slsa.dev/provenance/v1";

  private final String name;
  private final KeyPair pair;

  private TestSigner(String name, KeyPair pair) {
    this.name = name;
    this.pair = pair;
  }

  /** A new key under that name. */
  public static TestSigner named(String name) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new TestSigner(name, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  public VerificationKey key() {
    try {
      return PublicKeys.parseDer(Bytes.of(pair.getPublic().getEncoded()));
    } catch (MalformedKey e) {
      throw new IllegalStateException("the JDK's keys are well-formed", e);
    }
  }

  public TrustedSigner trusted() {
    return new TrustedSigner(name, key());
  }

  /** ECDSA with SHA-256, in DER. */
  public Bytes sign(Bytes message) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(message.toByteArray());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDSA", e);
    }
  }

  /** What {@code cosign sign} makes: a bundle that says that the image is signed. */
  public Bytes bundle(Digest subject) {
    return bundle(subject, Map.of());
  }

  public Bytes bundle(Digest subject, Map<String, String> annotations) {
    return bundle(Statement.PAYLOAD_TYPE, Statement.cosignSign(subject, annotations));
  }

  /** A bundle with a good signature over any payload. */
  public Bytes bundle(String payloadType, Bytes payload) {
    return bundle(payloadType, payload, sign(Dsse.preAuthentication(payloadType, payload)));
  }

  /** A bundle with any signature. */
  public Bytes bundle(String payloadType, Bytes payload, Bytes signature) {
    return SigstoreBundle.write(key(), new Dsse(payloadType, payload, new Envelope.Signature(signature, null)));
  }

  /** {@link #bundle(Digest)}, opened. */
  public Envelope envelope(Digest subject) {
    return open(bundle(subject));
  }

  /** {@link #bundle(String, Bytes)}, opened. */
  public Envelope envelope(String payloadType, Bytes payload) {
    return open(bundle(payloadType, payload));
  }

  /** Opens a bundle that is well-formed. */
  public static Envelope open(Bytes bundle) {
    try {
      return new SigstoreBundle().open(Descriptor.of(SigstoreBundle.V03, bundle), bundle);
    } catch (MalformedEnvelope e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A statement of any type about a digest. */
  public static Bytes statement(String predicateType, Digest subject) {
    return statement(predicateType, "{\"digest\":{\"" + subject.algorithm() + "\":\"" + subject.encoded() + "\"}}");
  }

  /** A statement of any type about subjects in JSON, separated by commas. */
  public static Bytes statement(String predicateType, String subjects) {
    return Bytes.utf8(
        """
        {"_type":"https://in-toto.io/Statement/v1","subject":[%s],"predicateType":"%s","predicate":{}}"""
            .formatted(subjects, predicateType));
  }
}
