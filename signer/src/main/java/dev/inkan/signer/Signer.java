package dev.inkan.signer;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Repository;
import java.util.ArrayList;
import java.util.List;

/**
 * Signs images in one format or several. Signing the same claim again changes nothing. Everything is looked at before
 * anything is written.
 */
public final class Signer {
  private final List<SignatureStyle> styles;
  private final RegistryReader reader;
  private final Execution execution;

  /** Throws {@link IllegalArgumentException} when there is no style. */
  public Signer(List<SignatureStyle> styles, RegistryReader reader, RegistryWriter writer) {
    if (styles.isEmpty()) {
      throw new IllegalArgumentException("no format to sign in");
    }
    this.styles = List.copyOf(styles);
    this.reader = reader;
    this.execution = new Execution(reader, writer);
  }

  /**
   * Signs a manifest or index, in each format unless the same key and claim is there and holds.
   *
   * @param subject as it was resolved; it is in the repository
   * @return one for each format, in their order
   * @throws RegistryException when what is there could not be read, and then nothing was written; or what kept a
   *     signature from being written or read back
   */
  public List<Signed> sign(Repository repository, RawManifest subject, Intent intent) throws RegistryException {
    return execution.carryOut(repository, plan(repository, subject, intent));
  }

  /**
   * Signs an index, everything that it lists, and everything below that, each with a claim of its own; children first,
   * so that the index is signed last. An image is signed alone.
   *
   * @throws RegistryException as {@link #sign}; when anything of the tree, or what hangs on it, could not be read,
   *     nothing was written
   */
  public List<Signed> signTree(Repository repository, RawManifest root, Intent intent) throws RegistryException {
    return execution.carryOut(repository, planTree(repository, root, intent));
  }

  /**
   * What {@link #sign} would do; only reads.
   *
   * @throws RegistryException when what is there could not be read
   */
  public List<Plan> plan(Repository repository, RawManifest subject, Intent intent) throws RegistryException {
    var plans = new ArrayList<Plan>();
    for (SignatureStyle style : styles) {
      plans.add(style.plan(repository, subject, intent));
    }
    return plans;
  }

  /** What {@link #signTree} would do, in its order; only reads. */
  public List<Plan> planTree(Repository repository, RawManifest root, Intent intent) throws RegistryException {
    var plans = new ArrayList<Plan>();
    for (RawManifest manifest : Tree.of(reader, repository, root)) {
      plans.addAll(plan(repository, manifest, intent));
    }
    return plans;
  }
}
