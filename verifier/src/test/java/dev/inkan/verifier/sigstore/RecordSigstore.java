package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.InclusionProof;
import dev.inkan.envelope.bundle.FileBundle;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedRoot.Authority;
import dev.inkan.verifier.trust.TrustedRoot.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes {@code testdata/sigstore}: what an instance of our own signed once, for the tests of the command line. Run it
 * by hand with that folder and the digest of the scripts' image; the keys are forgotten.
 */
final class RecordSigstore {
  private RecordSigstore() {}

  /** {@code FOLDER sha256:IMAGE}. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Digest image = Digest.parse(arguments[1]);
    var sigstore = new PrivateSigstore();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("trusted_root.json"), root(sigstore.trustedRoot()));
    Files.writeString(folder.resolve("twin_root.json"), root(new PrivateSigstore().trustedRoot()));
    var file = sigstore.new Signing(false);
    write(folder.resolve("file.sigstore.json"), file.bundle(
        file.logged2(), file.stamped(PrivateSigstore.SIGNED)), file.signature, Bytes.EMPTY);
    Files.write(folder.resolve("file.txt"), PrivateSigstore.FILE.toByteArray());
    var one = sigstore.new Signing(true, Bytes.EMPTY, image);
    write(
        folder.resolve("image-rekor1.sigstore.json"), one.bundle(one.logged1(PrivateSigstore.SIGNED)), one.signature,
        one.dsse.payload());
    var two = sigstore.new Signing(true, Bytes.EMPTY, image);
    write(
        folder.resolve("image-rekor2.sigstore.json"),
        two.bundle(two.logged2(), two.stamped(PrivateSigstore.SIGNED)), two.signature, two.dsse.payload());
  }

  private static String base64(X509Certificate certificate) {
    try {
      return Base64Text.encode(Bytes.of(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String root(TrustedRoot root) {
    return "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\",\n\"tlogs\":["
        + list(root.logs(), RecordSigstore::log) + "],\n\"certificateAuthorities\":["
        + list(root.certificateAuthorities(), RecordSigstore::authority) + "],\n\"ctlogs\":["
        + list(root.certificateLogs(), RecordSigstore::log) + "],\n\"timestampAuthorities\":["
        + list(root.timestampAuthorities(), RecordSigstore::authority) + "]}\n";
  }

  private static <T> String list(List<T> all, java.util.function.Function<T, String> text) {
    return String.join(",", all.stream().map(text).toList());
  }

  private static String log(Log log) {
    return "{\"baseUrl\":\"https://" + log.host() + "\",\"hashAlgorithm\":\"SHA2_256\",\"publicKey\":{\"rawBytes\":\""
        + Base64Text.encode(log.key().spki()) + "\",\"keyDetails\":\""
        + (log.key().algorithm().equals("ed25519") ? "PKIX_ED25519" : "PKIX_ECDSA_P256_SHA_256") + "\",\"validFor\":{\"start\":\""
        + log.validity().start() + "\"}},\"logId\":{\"keyId\":\"" + Base64Text.encode(log.id()) + "\"}}";
  }

  private static String authority(Authority authority) {
    return "{\"uri\":\"" + authority.uri() + "\",\"certChain\":{\"certificates\":["
        + list(authority.chain(), certificate -> "{\"rawBytes\":\"" + base64(certificate) + "\"}")
        + "]},\"validFor\":{\"start\":\"" + authority.validity().start() + "\"}}";
  }

  private static void write(Path file, FileBundle bundle, Bytes signature, Bytes payload) throws IOException {
    var certificates = (dev.inkan.envelope.Envelope.Material.Certificates) bundle.material();
    var entries = new ArrayList<String>();
    var stamps = new ArrayList<String>();
    for (Evidence evidence : bundle.evidence()) {
      switch (evidence) {
        case Evidence.LogEntry entry -> entries.add(entry(entry));
        case Evidence.Timestamp stamp ->
            stamps.add("{\"signedTimestamp\":\"" + Base64Text.encode(stamp.der()) + "\"}");
      }
    }
    String content = payload.isEmpty()
        ? "\"messageSignature\":{\"messageDigest\":{\"algorithm\":\"SHA2_256\",\"digest\":\""
            + Base64Text.encode(MerkleProof.sha256(PrivateSigstore.FILE)) + "\"},\"signature\":\""
            + Base64Text.encode(signature) + "\"}"
        : "\"dsseEnvelope\":{\"payload\":\"" + Base64Text.encode(payload)
            + "\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[{\"sig\":\""
            + Base64Text.encode(signature) + "\"}]}";
    Files.writeString(
        file,
        "{\"mediaType\":\"" + bundle.mediaType() + "\",\n\"verificationMaterial\":{\"certificate\":{\"rawBytes\":\""
            + Base64Text.encode(certificates.chain().getFirst()) + "\"},\n\"tlogEntries\":["
            + String.join(",", entries) + "],\n\"timestampVerificationData\":{\"rfc3161Timestamps\":["
            + String.join(",", stamps) + "]}},\n" + content + "}\n");
  }

  private static String entry(Evidence.LogEntry entry) {
    InclusionProof proof = entry.proof();
    if (proof == null) {
      throw new IllegalArgumentException("an entry without a proof");
    }
    return "{\"logIndex\":\"" + entry.logIndex() + "\",\"logId\":{\"keyId\":\"" + Base64Text.encode(entry.logId())
        + "\"},\"kindVersion\":{\"kind\":\"" + entry.kind() + "\",\"version\":\"" + entry.version()
        + "\"},\"integratedTime\":\"" + entry.integratedTime() + "\","
        + (entry.promise().isEmpty()
            ? ""
            : "\"inclusionPromise\":{\"signedEntryTimestamp\":\"" + Base64Text.encode(entry.promise()) + "\"},")
        + "\"inclusionProof\":{\"logIndex\":\"" + proof.logIndex() + "\",\"rootHash\":\""
        + Base64Text.encode(proof.rootHash()) + "\",\"treeSize\":\"" + proof.treeSize() + "\",\"hashes\":["
        + list(proof.hashes(), hash -> "\"" + Base64Text.encode(hash) + "\"") + "],\"checkpoint\":{\"envelope\":\""
        + proof.checkpoint().replace("\n", "\\n") + "\"}},\"canonicalizedBody\":\""
        + Base64Text.encode(entry.body()) + "\"}";
  }
}
