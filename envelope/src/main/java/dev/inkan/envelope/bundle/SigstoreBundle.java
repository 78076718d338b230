package dev.inkan.envelope.bundle;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.EnvelopeFormat;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Sigstore bundle (sigstore protobuf-specs, sigstore_bundle.proto), v0.1 to v0.3, as cosign 3 stores it beside an
 * image: with a DSSE envelope. Its {@code mediaType} is not signed, so it decides nothing but how the rest is read.
 */
public final class SigstoreBundle implements EnvelopeFormat {
  /** The format's name. */
  public static final String NAME = "sigstore";

  /** What is written, and what its layer and artifact are called. */
  public static final MediaType V03 = new MediaType("application/vnd.dev.sigstore.bundle.v0.3+json");

  /** SBOM attestations of several megabytes exist. */
  private static final int MAX_BYTES = 16 << 20;

  static final String MEDIA_TYPE = "mediaType";
  private static final String FAMILY = "application/vnd.dev.sigstore.bundle";
  static final String V01 = FAMILY + "+json;version=0.1";
  private static final Set<String> WITH_CHAINS =
      Set.of(V01, FAMILY + "+json;version=0.2");
  private static final Set<String> WITHOUT_CHAINS = Set.of(FAMILY + "+json;version=0.3", V03.value());
  private static final Set<String> MEMBERS =
      Set.of(MEDIA_TYPE, "verificationMaterial", "messageSignature", "dsseEnvelope");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  /** By the family of media types, so that a version to come is an unknown one and not unseen. */
  @Override
  public boolean recognises(Descriptor layer) {
    String type = layer.mediaType().value();
    return type.startsWith(FAMILY + "+") || type.startsWith(FAMILY + ".");
  }

  /**
   * {@inheritDoc}
   *
   * @throws MalformedEnvelope UNKNOWN when it is of another version, or signs a file's digest and not a statement;
   *     LIMIT beyond 16 MiB, 32 log entries or 32 timestamps; else MALFORMED: any JSON that is not strict, any unknown
   *     member, a missing or ambiguous one, base64 with two spellings, not exactly one signature
   */
  @Override
  public Envelope open(Descriptor layer, Bytes blob) throws MalformedEnvelope {
    if (blob.size() > MAX_BYTES) {
      throw new MalformedEnvelope(
          MalformedEnvelope.Kind.LIMIT, "a bundle of " + blob.size() + " bytes; at most " + MAX_BYTES + " are read");
    }
    try {
      return open(blob);
    } catch (MalformedContent e) {
      throw new MalformedEnvelope("not a Sigstore bundle: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a bundle that lies beside a file, of either kind.
   *
   * @throws MalformedEnvelope as {@link #open(Descriptor, Bytes)}, but for a bundle over a file's digest
   */
  public static FileBundle openFile(Bytes blob) throws MalformedEnvelope {
    if (blob.size() > MAX_BYTES) {
      throw new MalformedEnvelope(
          MalformedEnvelope.Kind.LIMIT, "a bundle of " + blob.size() + " bytes; at most " + MAX_BYTES + " are read");
    }
    try {
      return read(blob);
    } catch (MalformedContent e) {
      throw new MalformedEnvelope("not a Sigstore bundle: " + e.getMessage(), e);
    }
  }

  private static Envelope open(Bytes blob) throws MalformedContent, MalformedEnvelope {
    FileBundle bundle = read(blob);
    if (!(bundle.content() instanceof FileBundle.Content.Statement statement)) {
      throw new MalformedEnvelope(
          MalformedEnvelope.Kind.UNKNOWN, "a bundle over a file (messageSignature), which says nothing about an image");
    }
    return bundle.envelope(statement.dsse());
  }

  private static FileBundle read(Bytes blob) throws MalformedContent, MalformedEnvelope {
    JsonObject json = StrictJson.parseObject(blob, "bundle");
    // Before the other members: another version may have others.
    String mediaType = json.string(MEDIA_TYPE);
    if (!WITH_CHAINS.contains(mediaType) && !WITHOUT_CHAINS.contains(mediaType)) {
      throw new MalformedEnvelope(
          MalformedEnvelope.Kind.UNKNOWN, "a bundle of unknown version " + Printable.quoted(mediaType));
    }
    Members bundle = Members.of(json, "", MEMBERS);
    boolean statement = bundle.exactlyOne("dsseEnvelope", "messageSignature").equals("dsseEnvelope");
    MaterialReader material =
        MaterialReader.of(bundle.required("verificationMaterial"), WITH_CHAINS.contains(mediaType));
    FileBundle.Content content = statement
        ? new FileBundle.Content.Statement(Dsse.read(bundle.required("dsseEnvelope"), "dsseEnvelope"))
        : message(bundle.required("messageSignature"));
    return new FileBundle(mediaType, content, material.material(), material.evidence());
  }

  private static FileBundle.Content message(JsonValue json) throws MalformedContent {
    Members message = Members.of(json, "messageSignature", Set.of("messageDigest", "signature"));
    Members digest = message.optional("messageDigest", Set.of("algorithm", "digest"));
    return new FileBundle.Content.Message(
        digest.stringOrEmpty("algorithm"), digest.bytesOrEmpty("digest"), message.bytes("signature"));
  }

  /** Whether an envelope came in a bundle of v0.3, in either spelling, and not an older one. */
  public static boolean isV03(Envelope envelope) {
    return WITHOUT_CHAINS.contains(envelope.attributes().getOrDefault(MEDIA_TYPE, ""));
  }

  /** Whether an envelope came in a bundle, of whatever version. */
  public static boolean isBundle(Envelope envelope) {
    return envelope.attributes().containsKey(MEDIA_TYPE);
  }

  /** Whether an envelope came in a bundle in which a log must prove that it keeps its promises: from v0.2 on. */
  public static boolean provesLogging(Envelope envelope) {
    return isBundle(envelope) && !V01.equals(envelope.attributes().get(MEDIA_TYPE));
  }

  /** A v0.3 bundle by a public key, byte for byte in the shape that cosign 3 writes (without its random spaces). */
  public static Bytes write(VerificationKey key, Dsse dsse) {
    var hint = new JsonObject(Map.of("hint", new JsonString(hint(key))));
    Map<String, JsonValue> bundle = new LinkedHashMap<>();
    bundle.put(MEDIA_TYPE, new JsonString(V03.value()));
    bundle.put("verificationMaterial", new JsonObject(Map.of("publicKey", hint)));
    bundle.put("dsseEnvelope", dsse.json());
    return JsonText.compact(new JsonObject(bundle));
  }

  /** What a bundle calls a key: the base64 of the SHA-256 of its SubjectPublicKeyInfo. */
  public static String hint(VerificationKey key) {
    Digest fingerprint = key.fingerprint();
    return Base64Text.encode(Bytes.of(HexFormat.of().parseHex(fingerprint.encoded())));
  }
}
