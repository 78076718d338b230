package dev.inkan.signer.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.signer.testing.TestData;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArtifactTest {
  private static final Descriptor IMAGE = new Descriptor(
      MediaType.DOCKER_MANIFEST,
      new Digest("sha256", "87dd4e277111eee759ca98dec9d521fd2895a73f24cc3487b7753dc89410d720"),
      582);
  private static final String SIGN = "https://sigstore.dev/cosign/sign/v1";

  /** From cosign's bundle, the very bytes of cosign's manifest. */
  @ParameterizedTest
  @CsvSource({
    "sign-p256, https://sigstore.dev/cosign/sign/v1, 2026-11-23T20:37:54.999Z",
    "sign-rsa4096, https://sigstore.dev/cosign/sign/v1, 2026-11-23T20:37:57Z",
    "attest-custom, https://cosign.sigstore.dev/attestation/v1, 2026-11-23T20:37:58Z"
  })
  void theManifestIsCosignsByteForByte(String name, String predicateType, Instant created) throws Exception {
    Bytes bundle = TestData.file("cosign/" + name + ".bundle.json");
    Artifact artifact = Artifact.of(IMAGE, bundle, predicateType, created);
    assertEquals(
        TestData.file("cosign/" + name + ".manifest.json").utf8(), artifact.manifest().bytes().utf8());
    assertEquals(Descriptor.of(artifact.layer().mediaType(), bundle), artifact.layer());
    assertEquals(MediaType.OCI_MANIFEST, artifact.manifest().mediaType());
  }

  @Test
  void onlyWhatADescriptorProvesOfTheSubjectIsWritten() throws Exception {
    Descriptor listed = new Descriptor(
        MediaType.OCI_INDEX, IMAGE.digest(), 9, SigstoreBundle.V03, Map.of("a", "b"), null);
    String manifest = Artifact.of(listed, Bytes.EMPTY, SIGN, Instant.EPOCH).manifest().bytes().utf8();
    assertTrue(manifest.contains("\"subject\":{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"size\":9,"
        + "\"digest\":\"" + IMAGE.digest() + "\"},"), manifest);
    assertTrue(manifest.contains("\"1970-01-01T00:00:00Z\""), manifest);
  }
}
