package dev.inkan.envelope.bundle;

import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.MalformedContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code verificationMaterial} of a bundle (sigstore protobuf-specs, sigstore_bundle.proto). */
final class MaterialReader {
  /** What sigstore-go allows. */
  private static final int MAX_LOG_ENTRIES = 32;

  private static final int MAX_TIMESTAMPS = 32;
  private static final int MAX_CERTIFICATES = 16;
  private static final String KEY = "publicKey";
  private static final String CERTIFICATE = "certificate";
  private static final String CHAIN = "x509CertificateChain";
  private static final String TIMESTAMPS = "timestampVerificationData";

  private final Members members;
  private final boolean chainsAllowed;

  private MaterialReader(Members members, boolean chainsAllowed) {
    this.members = members;
    this.chainsAllowed = chainsAllowed;
  }

  /**
   * Looks at the member.
   *
   * @param chainsAllowed whether the bundle's version knows certificate chains; from v0.3 on there is one certificate
   */
  static MaterialReader of(JsonValue json, boolean chainsAllowed) throws MalformedContent {
    return new MaterialReader(
        Members.of(json, "verificationMaterial", Set.of(KEY, CERTIFICATE, CHAIN, "tlogEntries", TIMESTAMPS)),
        chainsAllowed);
  }

  /** Whose the signature is said to be: exactly one of a key, a certificate or a chain. */
  Material material() throws MalformedContent, MalformedEnvelope {
    return switch (members.exactlyOne(KEY, CERTIFICATE, CHAIN)) {
      case KEY -> new Material.PublicKeyHint(members.optional(KEY, Set.of("hint")).stringOrEmpty("hint"));
      case CERTIFICATE -> new Material.Certificates(
          List.of(certificate(members.required(CERTIFICATE), members.where(CERTIFICATE))));
      default -> chain();
    };
  }

  private Material chain() throws MalformedContent, MalformedEnvelope {
    if (!chainsAllowed) {
      throw new MalformedContent("a certificate chain, where a bundle of this version has one certificate");
    }
    Members chain = members.optional(CHAIN, Set.of("certificates"));
    List<JsonValue> certificates = bounded(chain.array("certificates"), MAX_CERTIFICATES, "certificates");
    if (certificates.isEmpty()) {
      throw new MalformedContent("a certificate chain without a certificate");
    }
    var ders = new ArrayList<Bytes>();
    for (JsonValue certificate : certificates) {
      ders.add(certificate(certificate, chain.where("certificates")));
    }
    return new Material.Certificates(ders);
  }

  private static Bytes certificate(JsonValue json, String path) throws MalformedContent {
    Bytes der = Members.of(json, path, Set.of("rawBytes")).bytes("rawBytes");
    if (der.isEmpty()) {
      throw new MalformedContent("an empty certificate");
    }
    return der;
  }

  /** Log entries, then timestamps; neither is checked beyond its form. */
  List<Evidence> evidence() throws MalformedContent, MalformedEnvelope {
    var evidence = new ArrayList<Evidence>();
    for (JsonValue entry : bounded(members.array("tlogEntries"), MAX_LOG_ENTRIES, "log entries")) {
      evidence.add(LogEntryReader.read(entry, members.where("tlogEntries")));
    }
    Members stamps = members.optional(TIMESTAMPS, Set.of("rfc3161Timestamps"));
    for (JsonValue stamp : bounded(stamps.array("rfc3161Timestamps"), MAX_TIMESTAMPS, "timestamps")) {
      Members one = Members.of(stamp, stamps.where("rfc3161Timestamps"), Set.of("signedTimestamp"));
      evidence.add(new Evidence.Timestamp(one.bytes("signedTimestamp")));
    }
    return evidence;
  }

  private static List<JsonValue> bounded(List<JsonValue> list, int most, String what) throws MalformedEnvelope {
    if (list.size() > most) {
      throw new MalformedEnvelope(
          MalformedEnvelope.Kind.LIMIT,
          list.size() + " " + what + " in one bundle; at most " + most + " are looked at");
    }
    return list;
  }
}
