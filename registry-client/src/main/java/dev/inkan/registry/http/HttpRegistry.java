package dev.inkan.registry.http;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryDeleter;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.auth.Authorizer;
import dev.inkan.registry.auth.RealmRule;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Registries over HTTP (OCI distribution-spec 1.1), all hosts of one run. Safe for several threads. Every method
 * throws {@link RegistryException} and nothing unchecked for whatever a registry answers; see its kinds. TIMEOUT when
 * the time that was given to the whole run is over.
 */
public final class HttpRegistry implements RegistryReader, RegistryWriter, RegistryDeleter, AutoCloseable {
  private final Wire wire;
  private final Sources sources;
  private final ManifestCalls manifests;
  private final BlobCalls blobs;
  private final ListingCalls listings;
  private final DeletionCalls deletions;
  private final Exchange exchange;
  private final @Nullable TagLocks locks;

  private HttpRegistry(HttpRegistryOptions options, Dns names) {
    var deadline = Deadline.in(options.timeout());
    var addresses = new Addresses(names);
    var clients =
        new Clients(addresses, kept -> Tls.of(options.ca(), options.identity(), kept), options.proxies());
    boolean certificateGiven = options.ca() != null || options.identity() != null;
    var heed = new Heed(deadline, options.pause(), options.retries() > 0, options.notices());
    wire = new Wire(clients, addresses, deadline, heed, options.userAgent());
    var sites = new Sites(options.allowHttp(), certificateGiven, options.certificates(), new PlainTextProbe(wire));
    sources = new Sources(sites, options.mirrors(), options.notices(), deadline);
    var retries =
        new Retries(options.retries(), deadline, options.pause(), () -> ThreadLocalRandom.current().nextDouble());
    var redirects = new Redirects(sites);
    var hops = new Hops(wire, redirects);
    var authorizer = new Authorizer(
        options.credentials(),
        new RealmRule(options.trustedRealmHosts()),
        new TokenCalls(hops, retries, sites),
        deadline::remaining,
        System::nanoTime);
    exchange = new Exchange(hops, authorizer, retries);
    manifests = new ManifestCalls(exchange);
    blobs = new BlobCalls(exchange, redirects);
    listings = new ListingCalls(exchange);
    deletions = new DeletionCalls(exchange);
    locks = options.turns() == null ? null : new TagLocks(options.turns(), deadline);
  }

  /** Starts a run; its time counts from now. Nothing is asked yet. */
  public static HttpRegistry open(HttpRegistryOptions options) {
    return open(options, Dns.SYSTEM);
  }

  static HttpRegistry open(HttpRegistryOptions options, Dns names) {
    return new HttpRegistry(options, names);
  }

  /**
   * Asks the registry of a repository to be let in with the run's credentials; the repository itself is not looked at.
   *
   * @return whether it wanted to know who we are; when it did not, nothing is known about the credentials
   * @throws RegistryException UNAUTHORIZED when it does not let us in
   */
  public boolean logIn(Repository repository) throws RegistryException {
    return exchange.enter(sources.registry(repository));
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    return manifests.byTag(sources.registry(reference.repository()), reference);
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    Digest digest = reference.digest();
    return sources.proven(
        reference.repository(),
        mirrored -> manifests.byDigest(mirrored, digest),
        site -> manifests.byDigest(site, digest));
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    return sources.proven(
        repository, mirrored -> blobs.open(mirrored, descriptor), site -> blobs.open(site, descriptor));
  }

  @Override
  public Bytes readBlob(Repository repository, Descriptor descriptor, int limit) throws RegistryException {
    return sources.proven(
        repository, mirrored -> blobs.read(mirrored, descriptor, limit), site -> blobs.read(site, descriptor, limit));
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    return listings.referrers(sources.registry(subject.repository()), subject.digest());
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    return listings.tags(sources.registry(repository), ListingCalls.MOST_TAG_PAGES);
  }

  @Override
  public List<String> tags(Repository repository, int pages) throws RegistryException {
    return listings.tags(sources.registry(repository), Math.min(pages, ListingCalls.MOST_TAG_PAGES));
  }

  @Override
  public boolean hasBlob(Repository repository, Descriptor descriptor) throws RegistryException {
    return blobs.exists(sources.writable(repository), descriptor);
  }

  @Override
  public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    blobs.push(sources.writable(repository), descriptor, source);
  }

  @Override
  public void pushNewBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    blobs.pushNew(sources.writable(repository), descriptor, source);
  }

  @Override
  public boolean mountBlob(Repository to, Descriptor blob, Repository from, BlobSource otherwise)
      throws RegistryException {
    RegistryWriter.requireSameHost(to, from);
    return blobs.mount(sources.writable(to), blob, from, otherwise);
  }

  @Override
  public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
    return manifests.put(sources.writable(repository), manifest);
  }

  @Override
  public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
    manifests.putTag(sources.writable(tag.repository()), tag, manifest, expected);
  }

  @Override
  public void deleteTag(ByTag tag) throws RegistryException {
    deletions.tag(sources.writable(tag.repository()), tag.tag());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where the registry lists no referrers by itself, the fallback index of its subject still names it.
   */
  @Override
  public void deleteManifest(ByDigest manifest) throws RegistryException {
    deletions.manifest(sources.writable(manifest.repository()), manifest.digest());
  }

  @Override
  public void deleteBlob(Repository repository, Digest blob) throws RegistryException {
    deletions.blob(sources.writable(repository), blob);
  }

  /** Of this process, and between the processes of this machine that have the folder for it. */
  @Override
  public Turn turn(ByTag tag) throws RegistryException {
    Turn own = RegistryWriter.super.turn(tag);
    return locks == null ? own : locks.take(tag, own);
  }

  /** Ends whatever is under way; it fails with UNREACHABLE. */
  @Override
  public void close() {
    wire.close();
  }
}
