#ifndef KAIMEN_ALLOCATIONS_H
#define KAIMEN_ALLOCATIONS_H

/// How many blocks this thread has asked the heap for since it began.
unsigned long kaimen_allocations(void);

/// Keeps what is given back for whoever asks next, instead of handing it to the system and fetching it anew, page by
/// page: a service that makes metrics and cities again and again needs the same blocks again and again.
///
/// To be called before there are threads. All threads share one arena, so that what one gives back serves the others.
void kaimen_keep_freed_memory(void);

#endif
