/** The theme works by style alone; this keeps what the reader chose, where a browser lets a page keep anything. */

const themeKey = 'tandem-theme';

function keepTheme(): void {
  const kept = keptTheme();
  for (const choice of document.querySelectorAll<HTMLInputElement>('input[name="theme"]')) {
    if (choice.value === kept) choice.checked = true;
    choice.addEventListener('change', () => storeTheme(choice.value));
  }
}

/** Null where nothing was kept, and where asking is forbidden (a sandbox, blocked cookies). */
function keptTheme(): string | null {
  try {
    return localStorage.getItem(themeKey);
  } catch {
    return null;
  }
}

function storeTheme(theme: string): void {
  try {
    localStorage.setItem(themeKey, theme);
  } catch {
    // It stays chosen until the page is closed.
  }
}
