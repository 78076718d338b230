package dev.inkan.verifier.sigstore;

import dev.inkan.registry.content.Printable;
import dev.inkan.verifier.reason.Reason.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate was issued to (fulcio docs/oid-info.md).
 *
 * @param issuer who vouched for the subject: the address of an OpenID provider; empty when the certificate does not say
 * @param subject an e-mail address, a URI or a user name
 * @param extensions what else Fulcio wrote, by its name there, such as {@code sourceRepositoryURI}
 */
public record CertificateIdentity(String issuer, String subject, Map<String, String> extensions) {
  private static final String FULCIO = "1.3.6.1.4.1.57264.1.";
  private static final String USER_NAME = FULCIO + "7";
  private static final int ISSUER_V1 = 1;
  private static final int ISSUER_V2 = 8;
  private static final int MAX_LENGTH = 4096;
  /** By their numbers; the first are plain bytes, from 8 on they are DER. */
  private static final Map<Integer, String> NAMES = Map.ofEntries(
      Map.entry(2, "githubWorkflowTrigger"),
      Map.entry(3, "githubWorkflowSHA"),
      Map.entry(4, "githubWorkflowName"),
      Map.entry(5, "githubWorkflowRepository"),
      Map.entry(6, "githubWorkflowRef"),
      Map.entry(9, "buildSignerURI"),
      Map.entry(10, "buildSignerDigest"),
      Map.entry(11, "runnerEnvironment"),
      Map.entry(12, "sourceRepositoryURI"),
      Map.entry(13, "sourceRepositoryDigest"),
      Map.entry(14, "sourceRepositoryRef"),
      Map.entry(15, "sourceRepositoryIdentifier"),
      Map.entry(16, "sourceRepositoryOwnerURI"),
      Map.entry(17, "sourceRepositoryOwnerIdentifier"),
      Map.entry(18, "buildConfigURI"),
      Map.entry(19, "buildConfigDigest"),
      Map.entry(20, "buildTrigger"),
      Map.entry(21, "runInvocationURI"),
      Map.entry(22, "sourceRepositoryVisibilityAtSigning"));

  public CertificateIdentity {
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /** Throws a Finding of BAD_CERTIFICATE when it names nobody, more than one, or cannot be read. */
  static CertificateIdentity of(X509Certificate certificate) throws Finding {
    try {
      String second = extension(certificate, ISSUER_V2);
      String first = extension(certificate, ISSUER_V1);
      var extensions = new LinkedHashMap<String, String>();
      for (int number = 2; number <= 22; number++) {
        String name = NAMES.get(number);
        String value = name == null ? null : extension(certificate, number);
        if (name != null && value != null) {
          extensions.put(name, value);
        }
      }
      String issuer = second != null ? second : first == null ? "" : first;
      return new CertificateIdentity(issuer, subject(certificate), extensions);
    } catch (IOException | RuntimeException e) {
      throw bad("has an identity that cannot be read");
    }
  }

  private static @Nullable String extension(X509Certificate certificate, int number)
      throws IOException {
    byte[] value = certificate.getExtensionValue(FULCIO + number);
    if (value == null) {
      return null;
    }
    byte[] content = ASN1OctetString.getInstance(value).getOctets();
    if (content.length > MAX_LENGTH) {
      throw new IOException("too long");
    }
    // fromByteArray refuses bytes behind the string.
    return number < ISSUER_V2
        ? new String(content, StandardCharsets.UTF_8)
        : ASN1UTF8String.getInstance(ASN1Primitive.fromByteArray(content)).getString();
  }

  private static String subject(X509Certificate certificate) throws IOException, Finding {
    byte[] value = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
    List<String> names = new ArrayList<>();
    if (value != null) {
      for (GeneralName name : GeneralNames.getInstance(ASN1OctetString.getInstance(value).getOctets()).getNames()) {
        names.add(name(name));
      }
    }
    if (names.size() != 1) {
      throw bad("names " + names.size() + " identities; one is somebody's");
    }
    return names.getFirst();
  }

  private static String name(GeneralName name) throws IOException {
    String text = switch (name.getTagNo()) {
      case GeneralName.rfc822Name, GeneralName.uniformResourceIdentifier, GeneralName.dNSName ->
          name.getName().toString();
      case GeneralName.otherName -> userName(OtherName.getInstance(name.getName()));
      default -> throw new IOException("a name of another kind");
    };
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new IOException("an empty name, or one that is too long");
    }
    return text;
  }

  private static String userName(OtherName name) throws IOException {
    if (!name.getTypeID().getId().equals(USER_NAME)) {
      throw new IOException("a name of another kind");
    }
    return ASN1UTF8String.getInstance(name.getValue()).getString();
  }

  private static Finding bad(String what) {
    return new Finding(Code.BAD_CERTIFICATE, "the certificate " + what);
  }

  /** For a person. */
  @Override
  public String toString() {
    return Printable.text(subject) + " (" + (issuer.isEmpty() ? "no issuer" : Printable.text(issuer)) + ")";
  }
}
