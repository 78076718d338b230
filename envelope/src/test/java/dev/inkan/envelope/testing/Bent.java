package dev.inkan.envelope.testing;

import dev.inkan.registry.content.Bytes;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Good input with random damage, the same every time: bytes changed, taken out, doubled, cut off. */
public final class Bent {
  private static final byte[] TELLING = {
    0, 1, 0x30, 0x7F, (byte) 0x80, (byte) 0x81, (byte) 0xFF, '"', '\\', '{', '}', '[', ']', ',', ':', '-', '=', '\n'
  };

  private Bent() {}

  /** {@code count} variants of {@code good}. */
  public static Stream<Bytes> of(Bytes good, long seed, int count) {
    var random = new Random(seed);
    return Stream.generate(() -> bend(good.toByteArray(), random)).limit(count);
  }

  private static Bytes bend(byte[] bytes, Random random) {
    byte[] bent = bytes;
    for (int i = random.nextInt(3); i >= 0 && bent.length > 1; i--) {
      bent = once(bent, random);
    }
    return Bytes.of(bent);
  }

  private static byte[] once(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(8), bytes.length - at);
    byte[] head = Arrays.copyOf(bytes, at);
    byte[] piece = Arrays.copyOfRange(bytes, at, at + length);
    byte[] tail = Arrays.copyOfRange(bytes, at + length, bytes.length);
    return switch (random.nextInt(5)) {
      case 0 -> join(head, tail);
      case 1 -> join(head, piece, piece, tail);
      case 2 -> head;
      case 3 -> {
        piece[0] = TELLING[random.nextInt(TELLING.length)];
        yield join(head, piece, tail);
      }
      default -> {
        piece[0] ^= (byte) (1 << random.nextInt(8));
        yield join(head, piece, tail);
      }
    };
  }

  private static byte[] join(byte[]... parts) {
    return Bytes.concat(Arrays.stream(parts).map(Bytes::of).toArray(Bytes[]::new)).toByteArray();
  }
}
