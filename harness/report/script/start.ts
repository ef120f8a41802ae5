/** The theme at once, before anything is painted; the rest when all of the page is there. */
keepTheme();
document.addEventListener('DOMContentLoaded', () => {
  makeSortable();
  addCrosshairs();
  offerDownloads();
  unfoldForPrint();
});
