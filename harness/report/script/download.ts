/** Files out of the page itself; without script the links lead to the same files beside the page. */

function offerDownloads(): void {
  const packed = document.querySelector<HTMLTemplateElement>('template#raw');
  if (!packed || typeof DecompressionStream === 'undefined') return;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-raw]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      void save(packed, link.dataset['raw'] ?? '');
    });
  }
}

async function save(packed: HTMLTemplateElement, name: string): Promise<void> {
  const files = await unpack(packed.content.textContent ?? '');
  const url = URL.createObjectURL(new Blob([files[name] ?? '']));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // At once would be before the browser has read it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Texts by name: base64 of gzip of JSON. */
function unpack(packed: string): Promise<Readonly<Record<string, string>>> {
  const bytes = Uint8Array.from(atob(packed.trim()), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}
