package dev.inkan.registry.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** image-spec descriptor.md "Embedded Content". */
class InlinedReaderTest {
  private static final Repository APP = new Repository("registry.test", "app");
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");
  private static final Bytes HELLO = Bytes.utf8("hello");

  private final MemoryRegistry registry = new MemoryRegistry();
  private final InlinedReader inlined = new InlinedReader(registry);

  private static Descriptor bringing(Descriptor descriptor, Bytes data) {
    return new Descriptor(
        descriptor.mediaType(), descriptor.digest(), descriptor.size(), null, Map.of(), null, data);
  }

  @Test
  void aBlobThatIsBroughtAlongIsNotAskedFor() throws Exception {
    Descriptor hello = bringing(Descriptor.of(NOTE, HELLO), HELLO);
    assertEquals(HELLO, inlined.readBlob(APP, hello, 5), "the registry does not have it");
  }

  @Test
  void aManifestThatIsBroughtAlongIsNotAskedFor() throws Exception {
    var elsewhere = new MemoryRegistry();
    RawManifest image = TestImages.pushImage(elsewhere, new ByTag(APP, "v1"));
    assertEquals(image, inlined.manifest(APP, bringing(image.descriptor(), image.bytes())));
  }

  @Test
  void dataThatIsSomethingElseIsAsGoodAsNone() throws Exception {
    Descriptor hello = TestImages.pushBlob(registry, APP, NOTE, HELLO);
    for (String other : new String[] {"hellO", "hello ", "hell", ""}) {
      assertEquals(HELLO, inlined.readBlob(APP, bringing(hello, Bytes.utf8(other)), 5));
    }
    RawManifest image = TestImages.pushImage(registry, new ByTag(APP, "v1"));
    assertEquals(image, inlined.manifest(APP, bringing(image.descriptor(), HELLO)));
    var longer = new Descriptor(NOTE, hello.digest(), 6);
    assertEquals(Kind.INTEGRITY, failure(bringing(longer, HELLO), 6).kind(), "the size is wrong, and asked for");
    var unknown = new Descriptor(NOTE, new Digest("blake3", "0".repeat(64)), 5);
    assertEquals(Kind.NOT_FOUND, failure(bringing(unknown, HELLO), 5).kind(), "nothing proves it");
  }

  @Test
  void theCallersBoundHoldsForItToo() {
    Descriptor hello = bringing(Descriptor.of(NOTE, HELLO), HELLO);
    assertEquals(Kind.TOO_LARGE, failure(hello, 4).kind());
  }

  private RegistryException failure(Descriptor descriptor, int limit) {
    return assertThrows(RegistryException.class, () -> inlined.readBlob(APP, descriptor, limit));
  }
}
