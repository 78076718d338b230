package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.InclusionProof;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.Envelope.Signature;
import dev.inkan.envelope.bundle.Dsse;
import dev.inkan.envelope.bundle.FileBundle;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.trust.Certificates;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedRoot.Authority;
import dev.inkan.verifier.trust.TrustedRoot.Log;
import dev.inkan.verifier.trust.Validity;
import dev.inkan.verifier.trust.Who;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A whole Sigstore instance of a test's own, with keys of its own; honest unless a test twists what it made. */
final class PrivateSigstore {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  /** When everything is signed that a test does not say otherwise of. */
  static final Instant SIGNED = Instant.parse("2026-03-01T12:00:00Z");
  static final Person ME = new Person("https://issuer.test", "me@example.test");

  /** Somebody, as an issuer vouches for them. */
  record Person(String issuer, String subject) {
    Who.Identity in(TrustedRoot root) {
      return new Who.Identity(issuer, subject, root);
    }
  }

  static final Bytes FILE = Bytes.utf8("what is signed");
  private static final String REKOR_1 = "rekor.test";
  private static final String REKOR_2 = "log2026.rekor.test";
  private static final String FULCIO = "1.3.6.1.4.1.57264.1.";
  private static final AlgorithmIdentifier SHA256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);

  final KeyPair root = ec();
  final KeyPair fulcio = ec();
  final KeyPair certificateLog = ec();
  final KeyPair rekor1 = ec();
  final KeyPair rekor2 = pair("Ed25519");
  final KeyPair tsa = ec();
  final X509Certificate rootCertificate;
  final X509Certificate fulcioCertificate;
  final X509Certificate tsaCertificate;
  private int serial = 100;

  PrivateSigstore() {
    var name = new X500Name("CN=root");
    rootCertificate = ca(name, root, name, root, BEGIN.plus(Duration.ofDays(3650)));
    fulcioCertificate = ca(name, root, new X500Name("CN=fulcio"), fulcio, BEGIN.plus(Duration.ofDays(365)));
    tsaCertificate = tsaCertificate(KeyPurposeId.id_kp_timeStamping);
  }

  static KeyPair ec() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(String algorithm) {
    try {
      return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static Bytes spki(KeyPair pair) {
    return Bytes.of(pair.getPublic().getEncoded());
  }

  static Bytes sign(PrivateKey key, Bytes message) {
    try {
      var signature = java.security.Signature.getInstance(
          key.getAlgorithm().startsWith("Ed") ? "Ed25519" : "SHA256withECDSA");
      signature.initSign(key);
      signature.update(message.toByteArray());
      return Bytes.of(signature.sign());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  // Who is trusted.

  TrustedRoot trustedRoot() {
    var always = new Validity(BEGIN, null);
    return new TrustedRoot(
        List.of(log(REKOR_1, rekor1), new Log(REKOR_2, rekor2Id(), key(rekor2), always)),
        List.of(new Authority("https://fulcio.test", List.of(fulcioCertificate, rootCertificate), always)),
        List.of(log("ct.test", certificateLog)),
        List.of(new Authority("https://tsa.test", List.of(tsaCertificate, rootCertificate), always)));
  }

  static Log log(String host, KeyPair pair) {
    return new Log(host, MerkleProof.sha256(spki(pair)), key(pair), new Validity(BEGIN, null));
  }

  private static dev.inkan.envelope.key.VerificationKey key(KeyPair pair) {
    try {
      return PublicKeys.parseDer(spki(pair));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Bytes rekor2Id() {
    byte[] spki = rekor2.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    return MerkleProof.sha256(Bytes.concat(Bytes.utf8(REKOR_2 + "\n"), Bytes.of(new byte[] {1}), Bytes.of(raw)));
  }

  // Certificates.

  private X509Certificate ca(X500Name issuer, KeyPair by, X500Name subject, KeyPair of, Instant end) {
    try {
      var builder = builder(issuer, subject, of, BEGIN, end);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return finished(builder, by);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The root's key in a certificate that ends earlier. */
  X509Certificate anchorUntil(Instant end) {
    var name = new X500Name("CN=root");
    return ca(name, root, name, root, end);
  }

  X509Certificate tsaCertificate(KeyPurposeId purpose) {
    try {
      var builder = builder(
          new X500Name("CN=root"), new X500Name("CN=tsa"), tsa, BEGIN, BEGIN.plus(Duration.ofDays(365)));
      builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
      return finished(builder, root);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair of, Instant begin, Instant end) {
    return new X509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(++serial),
        Date.from(begin),
        Date.from(end),
        subject,
        SubjectPublicKeyInfo.getInstance(of.getPublic().getEncoded()));
  }

  private static X509Certificate finished(X509v3CertificateBuilder builder, KeyPair by) throws Exception {
    var holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate()));
    return Certificates.read(Bytes.of(holder.getEncoded()));
  }

  /** What Fulcio issues: for ten minutes, from a minute before the signing on. */
  X509Certificate issue(KeyPair to, Person identity, boolean logged, KeyPurposeId purpose) {
    try {
      Instant begin = SIGNED.minusSeconds(60);
      var builder = builder(new X500Name("CN=fulcio"), new X500Name(""), to, begin, begin.plusSeconds(600));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      builder.addExtension(
          Extension.subjectAlternativeName,
          true,
          new GeneralNames(new GeneralName(GeneralName.rfc822Name, identity.subject())));
      builder.addExtension(
          new ASN1ObjectIdentifier(FULCIO + "8"), false, new DERUTF8String(identity.issuer()).getEncoded());
      if (logged) {
        byte[] unlogged = finished(builder, fulcio).getTBSCertificate();
        builder.addExtension(
            new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"), false, new DEROctetString(scts(unlogged)));
      }
      return finished(builder, fulcio);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] scts(byte[] unlogged) throws Exception {
    var signed = new ByteArrayOutputStream();
    byte[] time = ByteBuffer.allocate(8).putLong(SIGNED.toEpochMilli()).array();
    signed.write(new byte[] {0, 0});
    signed.write(time);
    signed.write(new byte[] {0, 1});
    signed.write(MerkleProof.sha256(spki(fulcio)).toByteArray());
    signed.write(new byte[] {0, (byte) (unlogged.length >> 8), (byte) unlogged.length});
    signed.write(unlogged);
    signed.write(new byte[] {0, 2, 7, 7});
    byte[] signature = sign(certificateLog.getPrivate(), Bytes.of(signed.toByteArray())).toByteArray();
    var sct = new ByteArrayOutputStream();
    sct.write(0);
    sct.write(MerkleProof.sha256(spki(certificateLog)).toByteArray());
    sct.write(time);
    sct.write(new byte[] {0, 2, 7, 7, 4, 3, 0, (byte) signature.length});
    sct.write(signature);
    int length = sct.size();
    return ByteBuffer.allocate(4 + length)
        .putShort((short) (length + 2))
        .putShort((short) length)
        .put(sct.toByteArray())
        .array();
  }

  // Signatures and what vouches for them.

  /** One signing, step by step; each step can be twisted before the next. */
  final class Signing {
    final KeyPair pair = ec();
    X509Certificate certificate = issue(pair, ME, true, KeyPurposeId.id_kp_codeSigning);
    final boolean statement;
    Bytes signature;
    Dsse dsse = new Dsse("", Bytes.EMPTY, new Signature(Bytes.EMPTY, null));

    private final Bytes file;

    Signing(boolean statement) {
      this(statement, FILE);
    }

    Signing(boolean statement, Bytes file) {
      this(statement, file, Digest.sha256(FILE));
    }

    /** A statement about this digest, or a file. */
    Signing(boolean statement, Bytes file, Digest about) {
      this.statement = statement;
      this.file = file;
      if (statement) {
        Bytes payload = Statement.cosignSign(about, java.util.Map.of());
        Bytes encoding = Dsse.preAuthentication(Statement.PAYLOAD_TYPE, payload);
        signature = sign(pair.getPrivate(), encoding);
        dsse = new Dsse(Statement.PAYLOAD_TYPE, payload, new Signature(signature, null));
      } else {
        signature = sign(pair.getPrivate(), file);
      }
    }

    private Bytes pem() {
      try {
        return Pem.write("CERTIFICATE", Bytes.of(certificate.getEncoded()));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    Evidence.LogEntry logged1(Instant at) {
      String spec = statement
          ? "\"apiVersion\":\"0.0.1\",\"kind\":\"dsse\",\"spec\":{\"envelopeHash\":{\"algorithm\":\"sha256\",\"value\":\""
              + Digest.sha256(signature).encoded() + "\"},\"payloadHash\":{\"algorithm\":\"sha256\",\"value\":\""
              + Digest.sha256(dsse.payload()).encoded() + "\"},\"signatures\":[{\"signature\":\""
              + Base64Text.encode(signature) + "\",\"verifier\":\"" + Base64Text.encode(pem()) + "\"}]}"
          : "\"apiVersion\":\"0.0.1\",\"kind\":\"hashedrekord\",\"spec\":{\"data\":{\"hash\":{\"algorithm\":\"sha256\","
              + "\"value\":\"" + Digest.sha256(file).encoded() + "\"}},\"signature\":{\"content\":\""
              + Base64Text.encode(signature) + "\",\"publicKey\":{\"content\":\"" + Base64Text.encode(pem()) + "\"}}}";
      Bytes body = Bytes.utf8("{" + spec + "}");
      Bytes id = MerkleProof.sha256(spki(rekor1));
      Bytes promise = sign(
          rekor1.getPrivate(),
          Bytes.utf8("{\"body\":\"" + Base64Text.encode(body) + "\",\"integratedTime\":" + at.getEpochSecond()
              + ",\"logID\":\"" + HexFormat.of().formatHex(id.toByteArray()) + "\",\"logIndex\":1002}"));
      return new Evidence.LogEntry(
          1002, id, statement ? "dsse" : "hashedrekord", "0.0.1", at.getEpochSecond(), promise,
          proof(body, REKOR_1 + " - 17", REKOR_1, rekor1.getPrivate(), id), body);
    }

    Evidence.LogEntry logged2() {
      Bytes content = statement ? dsse.preAuthentication() : file;
      Bytes der;
      try {
        der = Bytes.of(certificate.getEncoded());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      Bytes body = Bytes.utf8("{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{\"hashedRekordV002\":{"
          + "\"data\":{\"algorithm\":\"SHA2_256\",\"digest\":\"" + Base64Text.encode(MerkleProof.sha256(content))
          + "\"},\"signature\":{\"content\":\"" + Base64Text.encode(signature)
          + "\",\"verifier\":{\"keyDetails\":\"PKIX_ECDSA_P256_SHA_256\",\"x509Certificate\":{\"rawBytes\":\""
          + Base64Text.encode(der) + "\"}}}}}}");
      return new Evidence.LogEntry(
          2, rekor2Id(), "hashedrekord", "0.0.2", 0, Bytes.EMPTY,
          proof(body, REKOR_2, REKOR_2, rekor2.getPrivate(), rekor2Id()), body);
    }

    /** The third of five leaves. */
    private InclusionProof proof(Bytes body, String origin, String name, PrivateKey by, Bytes id) {
      Bytes[] leaves = new Bytes[5];
      for (int i = 0; i < 5; i++) {
        leaves[i] = MerkleProof.leaf(i == 2 ? body : Bytes.utf8("leaf " + i));
      }
      Bytes first = node(leaves[0], leaves[1]);
      Bytes root = node(node(first, node(leaves[2], leaves[3])), leaves[4]);
      String text = origin + "\n5\n" + Base64Text.encode(root) + "\n";
      byte[] hint = Arrays.copyOf(id.toByteArray(), 4);
      String line = "\u2014 " + name + " "
          + Base64Text.encode(Bytes.concat(Bytes.of(hint), sign(by, Bytes.utf8(text)))) + "\n";
      return new InclusionProof(2, 5, root, List.of(leaves[3], first, leaves[4]), text + "\n" + line);
    }

    private static Bytes node(Bytes left, Bytes right) {
      return MerkleProof.sha256(Bytes.concat(Bytes.of(new byte[] {1}), left, right));
    }

    Evidence.Timestamp stamped(Instant at) {
      return stamped(at, signature);
    }

    Evidence.Timestamp stamped(Instant at, Bytes over) {
      try {
        var info = new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withECDSA", tsa.getPrivate(), tsaCertificate);
        var digests = new JcaDigestCalculatorProviderBuilder().build();
        var tokens =
            new TimeStampTokenGenerator(info, digests.get(SHA256), new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"));
        tokens.addCertificates(new JcaCertStore(List.of(tsaCertificate)));
        var requests = new TimeStampRequestGenerator();
        requests.setCertReq(true);
        var request = requests.generate(NISTObjectIdentifiers.id_sha256, MerkleProof.sha256(over).toByteArray());
        var response = new TimeStampResponseGenerator(tokens, Set.of(NISTObjectIdentifiers.id_sha256.getId()))
            .generate(request, BigInteger.valueOf(++serial), Date.from(at));
        return new Evidence.Timestamp(Bytes.of(response.getEncoded()));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    FileBundle bundle(Evidence... evidence) {
      FileBundle.Content content = statement
          ? new FileBundle.Content.Statement(dsse)
          : new FileBundle.Content.Message("SHA2_256", MerkleProof.sha256(file), signature);
      try {
        return new FileBundle(
            "application/vnd.dev.sigstore.bundle.v0.3+json",
            content,
            new Material.Certificates(List.of(Bytes.of(certificate.getEncoded()))),
            List.of(evidence));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
