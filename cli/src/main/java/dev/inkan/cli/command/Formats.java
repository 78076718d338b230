package dev.inkan.cli.command;

import dev.inkan.envelope.EnvelopeFormat;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import java.util.List;

/** The signature formats that are read. */
final class Formats {
  static final List<EnvelopeFormat> READ = List.of(new SigstoreBundle(), new SimpleSigning());

  private Formats() {}
}
