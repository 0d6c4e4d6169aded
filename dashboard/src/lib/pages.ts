/** The pages there are, in the order of the navigation: where each is, its name, its key after g, and its icon. */
export const PAGES: [path: string, name: string, key: string, icon: string][] = [
  ['', 'Overview', 'o', 'M3 12h7V3H3zm11 9h7v-9h-7zM3 21h7v-5H3zM14 3v5h7V3z'],
  ['topology', 'Topology', 'y', 'M4 4h6v6H4zm10 0h6v6h-6zM4 14h6v6H4zm10 0h6v6h-6z'],
  ['agents', 'Agents', 'a', 'M3 4h18v6H3zm0 10h18v6H3zM7 7h.01M7 17h.01'],
  ['frameworks', 'Frameworks', 'f', 'M12 3l9 5-9 5-9-5zM3 13l9 5 9-5'],
  ['services', 'Services', 's', 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18'],
  ['jobs', 'Jobs', 'j', 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 3'],
  ['tasks', 'Tasks', 't', 'M4 6h2M4 12h2M4 18h2M10 6h10M10 12h10M10 18h10'],
  ['offers', 'Offers', 'p', 'M3 12l9-9h9v9l-9 9zM16.5 7.5h.01'],
  ['roles', 'Roles', 'r', 'M12 3v6m0 0H6v6m6-6h6v6M4 15h4v5H4zm12 0h4v5h-4z'],
  ['volumes', 'Volumes', 'v', 'M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0'],
  ['maintenance', 'Maintenance', 'w', 'M14 6a4 4 0 0 0 5 5l-9 9a2.5 2.5 0 0 1-4-4l9-9M18 4l-3 3'],
  ['events', 'Events', 'e', 'M3 12h4l3-8 4 16 3-8h4'],
  ['masters', 'Masters', 'm', 'M4 18h16M5 15l-1-9 5 4 3-6 3 6 5-4-1 9z'],
];
