cdef int DONE
cdef int PLACE, LITERAL, LENGTH
