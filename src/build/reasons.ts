// What the system says of a failure, in words.

export function reasonOf(cause: unknown): string {
  const { code, message } = cause as { code?: string; message?: string }
  const known: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EACCES: 'the permission is missing',
    EPERM: 'the permission is missing',
    EROFS: 'the file system is read-only',
    EISDIR: 'a folder is in its place',
    ENOTDIR: 'a file is in the place of one of its folders',
    EMFILE: 'too many files are open',
    ENAMETOOLONG: 'its name is too long',
  }
  return (code === undefined ? undefined : known[code]) ?? (message ?? String(cause)).split('\n')[0]!
}
