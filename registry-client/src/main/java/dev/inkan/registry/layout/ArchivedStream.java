package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of one file in an archive. What reading throws is a {@link RegistryException}. */
final class ArchivedStream extends InputStream {
  private final Request request;
  private final FileChannel channel;
  private long left;

  ArchivedStream(Request request, Path path, TarIndex.Part part) throws RegistryException {
    this.request = request;
    this.left = part.size();
    try {
      this.channel = FileChannel.open(path, StandardOpenOption.READ);
      channel.position(part.offset());
    } catch (IOException e) {
      throw request.local("the archive", e);
    }
  }

  @Override
  public int read() throws RegistryException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws RegistryException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    try {
      int count = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(left, length)));
      left -= Math.max(0, count);
      return count;
    } catch (IOException e) {
      throw request.local("the archive", e);
    }
  }

  @Override
  public void close() throws RegistryException {
    try {
      channel.close();
    } catch (IOException e) {
      throw request.local("the archive", e);
    }
  }
}
