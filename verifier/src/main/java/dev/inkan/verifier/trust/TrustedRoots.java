package dev.inkan.verifier.trust;

import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.verifier.trust.TrustedRoot.Authority;
import dev.inkan.verifier.trust.TrustedRoot.Log;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code trusted_root.json} (sigstore_trustroot.proto). A log whose key we do not accept is left out, since others
 * may do; everything else that cannot be read is an error.
 */
public final class TrustedRoots {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_LIST = 256;
  private static final Set<String> TYPES = Set.of(
      "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      "application/vnd.dev.sigstore.trustedroot.v0.1+json",
      "application/vnd.dev.sigstore.trustedroot.v0.2+json");

  private TrustedRoots() {}

  /** Throws {@link MalformedTrustedRoot} when it is none. */
  public static TrustedRoot parse(Bytes file) throws MalformedTrustedRoot {
    if (file.size() > MAX_BYTES) {
      throw new MalformedTrustedRoot("a trusted root of " + file.size() + " bytes; at most " + MAX_BYTES + " are read");
    }
    try {
      JsonObject json = StrictJson.parseObject(file, "trusted root");
      String type = json.string("mediaType");
      if (!TYPES.contains(type)) {
        throw new MalformedTrustedRoot("a trusted root of unknown version " + Printable.quoted(type));
      }
      return new TrustedRoot(
          logs(json, "tlogs"),
          authorities(json, "certificateAuthorities"),
          logs(json, "ctlogs"),
          authorities(json, "timestampAuthorities"));
    } catch (MalformedContent e) {
      throw new MalformedTrustedRoot("not a trusted root: " + e.getMessage(), e);
    }
  }

  private static List<JsonValue> list(JsonObject json, String name) throws MalformedContent {
    JsonValue value = json.get(name);
    List<JsonValue> list = value == null ? List.of() : value.asArray(name);
    if (list.size() > MAX_LIST) {
      throw new MalformedContent("member " + Printable.quoted(name) + " has more than " + MAX_LIST + " elements");
    }
    return list;
  }

  private static List<Log> logs(JsonObject json, String name) throws MalformedContent, MalformedTrustedRoot {
    var logs = new ArrayList<Log>();
    for (JsonValue value : list(json, name)) {
      JsonObject log = value.asObject(name);
      JsonObject publicKey = log.object("publicKey");
      VerificationKey key = key(publicKey);
      JsonValue id = log.get("checkpointKeyId") == null ? log.required("logId") : log.required("checkpointKeyId");
      if (key != null) {
        logs.add(new Log(
            host(log.get("baseUrl") == null ? "" : log.string("baseUrl")),
            base64(id.asObject("logId"), "keyId"),
            key,
            validity(publicKey)));
      }
    }
    return logs;
  }

  /** Null when it is of a kind that we do not accept. */
  private static @Nullable VerificationKey key(JsonObject json) throws MalformedContent {
    Bytes raw = base64(json, "rawBytes");
    try {
      return PublicKeys.parseDer(json.string("keyDetails").startsWith("PKCS1_RSA") ? asSpki(raw) : raw);
    } catch (MalformedKey | IOException | RuntimeException e) {
      return null;
    }
  }

  private static Bytes asSpki(Bytes pkcs1) throws IOException {
    var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    return Bytes.of(
        new SubjectPublicKeyInfo(algorithm, RSAPublicKey.getInstance(pkcs1.toByteArray())).getEncoded("DER"));
  }

  /** The host of an address, as a checkpoint names it: without scheme and path. */
  private static String host(String url) {
    String rest = url.contains("://") ? url.substring(url.indexOf("://") + 3) : url;
    int slash = rest.indexOf('/');
    return (slash < 0 ? rest : rest.substring(0, slash)).toLowerCase(Locale.ROOT);
  }

  private static List<Authority> authorities(JsonObject json, String name)
      throws MalformedContent, MalformedTrustedRoot {
    var authorities = new ArrayList<Authority>();
    for (JsonValue value : list(json, name)) {
      JsonObject authority = value.asObject(name);
      var chain = new ArrayList<X509Certificate>();
      for (JsonValue certificate : list(authority.object("certChain"), "certificates")) {
        chain.add(certificate(base64(certificate.asObject("certificates"), "rawBytes"), name));
      }
      if (chain.isEmpty()) {
        throw new MalformedTrustedRoot("an authority of " + name + " has no certificate");
      }
      authorities.add(new Authority(
          authority.get("uri") == null ? "" : authority.string("uri"), chain, validity(authority)));
    }
    return authorities;
  }

  private static X509Certificate certificate(Bytes der, String name) throws MalformedTrustedRoot {
    try {
      return Certificates.read(der);
    } catch (CertificateException e) {
      throw new MalformedTrustedRoot("a certificate of " + name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Validity validity(JsonObject of) throws MalformedContent {
    if (of.get("validFor") == null) {
      return new Validity(null, null);
    }
    JsonObject range = of.object("validFor");
    return new Validity(instant(range, "start"), instant(range, "end"));
  }

  private static @Nullable Instant instant(JsonObject range, String name) throws MalformedContent {
    if (range.get(name) == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(range.string(name)).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedContent("member " + Printable.quoted(name) + " is no time (RFC 3339)", e);
    }
  }

  private static Bytes base64(JsonObject json, String name) throws MalformedContent {
    try {
      return Base64Text.decodeEitherAlphabet(json.string(name));
    } catch (MalformedEncoding e) {
      throw new MalformedContent("member " + Printable.quoted(name) + " is " + e.getMessage(), e);
    }
  }
}
