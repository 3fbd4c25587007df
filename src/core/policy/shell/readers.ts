/** Programs that only read, with any files and options, whatever the files are called. */
export const readers: ReadonlySet<string> = new Set(
  'grep egrep fgrep wc cat head tail ls basename dirname stat md5sum sha1sum sha256sum'.split(' '),
);
