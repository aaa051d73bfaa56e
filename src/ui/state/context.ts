import { createContext } from 'svelte'
import type { App } from '../../app/app.ts'
import type { Identity } from '../../app/identity-api.ts'
import type { LazyNetwork } from '../../app/network-api.ts'
import type { Rooms } from '../../app/rooms-api.ts'
import type { LibraryList } from './library.svelte.ts'
import type { Router } from './route.svelte.ts'
import type { ShellState } from './shell.svelte.ts'
import type { Toasts } from './toasts.svelte.ts'

/** The use cases of the library. */
export const [getApp, setApp] = createContext<App>()
/** Rooms and identity, to load when they are needed. */
export const [getNetwork, setNetwork] = createContext<LazyNetwork>()
/** The use cases of rooms, inside a NetworkScope. */
export const [getRooms, setRooms] = createContext<Rooms>()
/** The use cases of the person's own identity, inside a NetworkScope. */
export const [getIdentity, setIdentity] = createContext<Identity>()
export const [getRouter, setRouter] = createContext<Router>()
export const [getToasts, setToasts] = createContext<Toasts>()
/** Counts of the library, the running import, the file picker. */
export const [getShell, setShell] = createContext<ShellState>()
/** The list of conversations; it stays as it is while other screens are shown. */
export const [getLibrary, setLibrary] = createContext<LibraryList>()
